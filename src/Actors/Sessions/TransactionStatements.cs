using AkkaOrm.Compilation;

namespace AkkaOrm.Sessions;

/// <summary>The statements around a unit's own, for a held connection.</summary>
internal static class TransactionStatements
{
    public static Plan Begin(UnitOptions options) => Control(options.BeginOptions is { Length: > 0 } text ? $"BEGIN {text}" : "BEGIN");
    public static Plan Rollback { get; } = Control("ROLLBACK");
    public static Plan Set(string savepoint) => Control($"SAVEPOINT {new SqlName(savepoint)}");
    public static Plan RollbackTo(string savepoint) => Control($"ROLLBACK TO SAVEPOINT {new SqlName(savepoint)}");
    public static Plan Release(string savepoint) => Control($"RELEASE SAVEPOINT {new SqlName(savepoint)}");

    public static Plan Control(string sql) => new([new PlanStep(new CompiledStatement(sql, [], [], StatementKind.Control), [])]);
}
