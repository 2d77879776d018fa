using System.Collections.Immutable;
using AkkaOrm.Rows;

namespace AkkaOrm.Compilation;

/// <summary>How the steps of a plan are held together.</summary>
internal enum PlanTransaction
{
    /// <summary>Sent as they are: one read, or steps inside a transaction that a lease has open.</summary>
    None,

    /// <summary>One REPEATABLE READ READ ONLY snapshot; BEGIN and COMMIT ride in the first and last batch.</summary>
    Snapshot,

    /// <summary>BEGIN in the first batch, COMMIT the last command of the last.</summary>
    Commit,
}

/// <summary>Statements in order, as data: one message to a connection however many steps it has.</summary>
internal sealed record Plan(ImmutableArray<PlanStep> Steps, PlanTransaction Transaction = PlanTransaction.None)
{
    /// <summary>The text after BEGIN for <see cref="PlanTransaction.Commit"/>: isolation and access mode; empty for the server's default.</summary>
    public string BeginOptions { get; init; } = "";

    /// <summary>Only reads made by our own compiler: it may be sent again after a failure.</summary>
    public bool IsReissuable => Steps.All(s => s.Statement.Kind == StatementKind.Read);
    public override string ToString() => string.Join("\n", Steps.Select(s => s.Statement.Sql));
}

internal sealed record PlanStep(CompiledStatement Statement, ImmutableArray<Argument> Arguments)
{
    /// <summary>How many rows the step is about, for people: 0 when it is not known beforehand.</summary>
    public int Rows { get; init; }
}

/// <summary>What a step brought: its rows, and how many the server says it touched.</summary>
internal sealed record StepResult(RowPage Rows, int Affected);

/// <summary>What a plan brought, a result for each step.</summary>
internal sealed record PlanResult(ImmutableArray<StepResult> Steps);
