using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.Scripts;

/// <summary>Which statements a script is about. Printed as the line that wrote it.</summary>
internal abstract class StatementPattern
{
    public abstract bool Matches(in BoundStatement statement);

    /// <summary>The text and values of a step that needs no other step's rows.</summary>
    protected static bool Is(PlanStep step, in BoundStatement statement)
    {
        if (step.Statement.Sql != statement.Statement.Sql || step.Arguments.Length != statement.Arguments.Length) return false;
        for (var i = 0; i < step.Arguments.Length; i++)
            if (step.Arguments[i] is Argument.Value value && !StoreValues.Same(value.Content, statement.Arguments[i])) return false;
        return true;
    }
}

internal sealed class QueryPattern(Model model, Query query, PreparedRead read, Func<int, Query> limited) : StatementPattern
{
    private readonly Lazy<ImmutableArray<PlanStep>> _steps = new(() => [read.Plan.Steps[0], .. Limited(model, limited)]);

    public override bool Matches(in BoundStatement statement)
    {
        foreach (var step in _steps.Value)
            if (Is(step, statement)) return true;
        return false;
    }

    public override string ToString() => $"On({StatementsText.OneLine(query.ToString())})";

    // First and Single ask for one row, or for two to see that there is one.
    private static IEnumerable<PlanStep> Limited(Model model, Func<int, Query> limited)
    {
        foreach (var rows in (int[])[1, 2])
        {
            PlanStep step;
            try
            {
                step = ReadPlanner.Fetch(model, limited(rows)).Plan.Steps[0];
            }
            catch (StatementException)
            {
                continue;
            }
            yield return step;
        }
    }
}

internal sealed class FindPattern(string entity, object key, PreparedRead read) : StatementPattern
{
    public override bool Matches(in BoundStatement statement) => Is(read.Plan.Steps[0], statement);
    public override string ToString() => $"OnFind<{entity}>({key})";
}

internal sealed class WritePattern(EntityType type, WriteKind kind) : StatementPattern
{
    public override bool Matches(in BoundStatement statement) =>
        WriteCompiler.OriginOf(statement.Statement) is { } origin && origin.Kind == kind && origin.Type == type;

    public override string ToString() => $"On{kind}<{type.Name}>()";
}

internal sealed class CommitPattern : StatementPattern
{
    public override bool Matches(in BoundStatement statement) => TransactionCommands.Of(statement.Statement.Sql) is TransactionCommand.Commit or TransactionCommand.CommitAndChain;
    public override string ToString() => "OnCommit()";
}

internal sealed class SqlPattern(string part) : StatementPattern
{
    public override bool Matches(in BoundStatement statement) => statement.Statement.Sql.Contains(part, StringComparison.Ordinal);
    public override string ToString() => $"OnSql(\"{part}\")";
}
