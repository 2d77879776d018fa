using AkkaOrm.Protocols;

namespace AkkaOrm.Sessions;

/// <summary>From the facts of a fault to the error a user decides by. Pure.</summary>
/// <remarks>Source of the codes: PostgreSQL, appendix A. The server's own text can hold values, so it is never part of an error.</remarks>
internal static class FaultTranslator
{
    public static AkkaOrmException ToError(ConnectionProtocol.Faulted faulted, Plan plan, Model model)
    {
        var fault = faulted.Fault;
        if (fault.Error is { } given) return given;
        if (IsInDoubt(faulted))
            return new CommitInDoubtException("the connection was lost after COMMIT was sent: the unit is in the database, or it is not.") { SqlState = fault.SqlState };
        var where = Where(faulted, plan);
        var sql = faulted.Step >= 0 && faulted.Step < plan.Steps.Length ? plan.Steps[faulted.Step].Statement.Sql : null;
        if (fault.IsConnectionLost)
            return new ConnectionLostException($"the connection was lost {where}.") { SqlState = fault.SqlState, Sql = sql };
        if (fault.IsCancelled)
            return new DeadlineExceededException($"the statement was cancelled {where}: its deadline had passed or its caller gave up.") { SqlState = fault.SqlState, Sql = sql };
        if (fault.Severity == ServerFault.Unreadable)
            return Unreadable(fault, plan, sql);
        return fault.SqlState switch
        {
            "23505" => Constraint(ConstraintKind.Unique),
            "23503" or "23001" => Constraint(ConstraintKind.ForeignKey),
            "23514" => Constraint(ConstraintKind.Check),
            "23P01" => Constraint(ConstraintKind.Exclusion),
            "23502" => Constraint(ConstraintKind.NotNull),
            "40001" => new SerializationFailureException($"another transaction changed what this one read or wrote {where}.") { SqlState = fault.SqlState, Sql = sql },
            "40P01" => new DeadlockException($"the server broke a deadlock by ending this transaction {where}.") { SqlState = fault.SqlState, Sql = sql },
            "57014" => new DeadlineExceededException($"the server cancelled the statement {where}: statement_timeout.") { SqlState = fault.SqlState, Sql = sql },
            _ => new DatabaseException($"the server refused with SQLSTATE {fault.SqlState ?? "(none)"} {where}{On(fault)}.") { SqlState = fault.SqlState, Sql = sql },
        };

        ConstraintViolationException Constraint(ConstraintKind kind)
        {
            var name = fault.Constraint ?? fault.Column ?? "(unnamed)";
            var owner = model.ConstraintOwner(fault.Schema, fault.Table ?? "", fault.Constraint, fault.Column);
            return new(kind, name) { SqlState = fault.SqlState, Sql = sql, Entity = owner?.Type.ClrType, Properties = owner is { } o ? [.. o.Properties.Select(p => p.Name)] : [] };
        }
    }

    /// <summary>The phase rule: after COMMIT was sent only an ERROR of the server's says that nothing happened.</summary>
    public static bool IsInDoubt(ConnectionProtocol.Faulted faulted) =>
        faulted.Phase == PlanPhase.CommitSent && (faulted.Fault.IsConnectionLost || faulted.Fault.SqlState is null or "08007" or "40003" || faulted.Fault.Severity is "FATAL" or "PANIC");

    // Nobody says which statement it was: it is known where there is only one. The text is the driver's or ours, never the server's.
    private static DatabaseException Unreadable(ServerFault fault, Plan plan, string? sql) =>
        new($"{(plan.Steps.Length == 1 ? "the statement's answer" : $"the answer of one of {plan.Steps.Length} statements")} can't be read: {fault.Message}")
        {
            Sql = sql ?? (plan.Steps is [var only] ? only.Statement.Sql : null),
            Hint = "1. compare the types of the table's columns with those of the model: a column was changed, or is mapped to another type  2. in SQL of your own give each column the type of the property it is for",
        };

    private static string Where(ConnectionProtocol.Faulted faulted, Plan plan) => faulted switch
    {
        { Step: >= 0 and var step } when step < plan.Steps.Length && plan.Steps.Length > 1 => $"in statement {step + 1} of {plan.Steps.Length}",
        { Step: >= 0 } => "in the statement",
        { Phase: PlanPhase.NotSent } => "before anything was sent",
        { Phase: PlanPhase.CommitSent } => "at COMMIT",
        _ => "while it worked",
    };

    private static string On(ServerFault fault) => fault.Table is { Length: > 0 } table ? $" on table \"{table}\"" : "";
}
