using System.Collections.Immutable;
using AkkaOrm.Compilation;

namespace AkkaOrm;

/// <summary>Statements in order, as data: what will be sent, or would be. Printing it shows the SQL; nothing in it is a parameter's value.</summary>
public sealed record Plan
{
    internal Plan(ImmutableArray<PlanStep> steps, PlanTransaction transaction = PlanTransaction.None) => (Steps, Transaction) = (steps, transaction);

    /// <summary>The SQL of each step. BEGIN and COMMIT are not among them.</summary>
    public IReadOnlyList<string> Statements => [.. Steps.Select(s => s.Statement.Sql)];

    internal ImmutableArray<PlanStep> Steps { get; init; }
    internal PlanTransaction Transaction { get; init; }

    /// <summary>The text after BEGIN for <see cref="PlanTransaction.Commit"/>: isolation and access mode; empty for the server's default.</summary>
    internal string BeginOptions { get; init; } = "";

    /// <summary>Printed before the statements, a line of its own: what a flush plan says of itself.</summary>
    internal string? Heading { get; init; }

    /// <summary>For a read of one row by its key: how reads of other keys join it. Null for every other plan.</summary>
    internal KeyedRead? Keyed { get; init; }

    /// <summary>Only reads made by our own compiler: it may be sent again after a failure, and its answer may serve others who ask the same.</summary>
    internal bool IsReissuable
    {
        get
        {
            foreach (var step in Steps)
            {
                if (step.Statement.Kind != StatementKind.Read) return false;
            }
            return true;
        }
    }

    /// <summary>The heading if there is one, then a statement a line.</summary>
    public override string ToString() => string.Join("\n", Heading is null ? Statements : [Heading, .. Statements]);
}
