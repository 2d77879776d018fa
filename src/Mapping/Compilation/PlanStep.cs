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

    /// <summary>Inside a transaction that a lease has open: COMMIT is the last command of the last batch.</summary>
    Finish,
}

internal sealed record PlanStep(CompiledStatement Statement, ImmutableArray<Argument> Arguments)
{
    /// <summary>How many rows the step is about, for people: 0 when it is not known beforehand.</summary>
    public int Rows { get; init; }
}

/// <summary>What a step brought: its rows in pages of one layout, and how many the server says it touched.</summary>
internal sealed record StepResult(ImmutableArray<RowPage> Pages, int Affected)
{
    private RowPage? _rows;

    public StepResult(RowPage rows, int affected) : this([rows], affected) { }

    /// <summary>All rows as one page: a copy where they came in several.</summary>
    public RowPage Rows => _rows ??= RowPage.Join(Pages);

    /// <summary>What was made of the rows while they were read, instead of <see cref="Pages"/>: by the statement's <see cref="CompiledStatement.Maker"/>.</summary>
    public MadeRows? Made { get; init; }

    public int RowCount
    {
        get
        {
            if (Made is not null) return Made.Count;
            var count = 0;
            foreach (var page in Pages) count += page.RowCount;
            return count;
        }
    }
}

/// <summary>What a plan brought, a result for each step.</summary>
internal sealed record PlanResult(ImmutableArray<StepResult> Steps);
