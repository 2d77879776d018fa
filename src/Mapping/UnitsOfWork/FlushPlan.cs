using System.Collections.Immutable;
using System.Text;
using AkkaOrm.Compilation;

namespace AkkaOrm.UnitsOfWork;

/// <summary>A plan for a unit, and what each of its statements is about: how results find their rows.</summary>
internal sealed record FlushPlan(Plan Plan, ImmutableArray<FlushStep> Steps)
{
    /// <summary>The statements in order with table and row count, by round trip: <c>2. INSERT traveler, 3 rows, keys from 1</c>.</summary>
    public override string ToString()
    {
        if (Steps.IsEmpty) return "nothing to write";
        var text = new StringBuilder();
        var trip = 1;
        var first = 0;
        text.Append("round trip 1").Append(Plan.Transaction == PlanTransaction.Commit ? $": BEGIN{(Plan.BeginOptions.Length > 0 ? " " : "")}{Plan.BeginOptions}" : "");
        foreach (var step in Steps)
        {
            var sources = Plan.Steps[step.PlanStep].Arguments.SelectMany(a => a.Needs).Distinct().Order().ToList();
            if (sources.Any(source => source >= first))
            {
                first = step.PlanStep;
                text.Append($"\nround trip {++trip}");
            }
            var rows = Plan.Steps[step.PlanStep].Rows;
            text.Append($"\n  {step.PlanStep + 1}. {Verb(step.Kind)} {step.Table}, {rows} {(rows == 1 ? "row" : "rows")}");
            if (sources.Count > 0) text.Append($", keys from {string.Join(", ", sources.Select(s => s + 1))}");
        }
        if (Plan.Transaction is PlanTransaction.Commit or PlanTransaction.Finish) text.Append("\nCOMMIT");
        return text.ToString();
    }

    private static string Verb(FlushStepKind kind) => kind switch
    {
        FlushStepKind.Insert => "INSERT",
        FlushStepKind.Update => "UPDATE",
        FlushStepKind.Delete => "DELETE",
        FlushStepKind.Link => "LINK",
        FlushStepKind.Unlink => "UNLINK",
        _ => "LOCK",
    };
}

/// <param name="PlanStep">Index into the plan's steps.</param>
/// <param name="Rows">The staged rows, in the order of the statement's arrays: the order its guard counts them in. Empty for links.</param>
/// <param name="Returned">By property ordinal the result column that holds it, -1 where none does; empty when nothing is returned.</param>
/// <remarks>
/// Result rows stand in the order of <paramref name="Rows"/>. An UPDATE may be about a row that an earlier step inserts (its keys were a cycle):
/// it has that row's temporary key, and no key where the server makes it. And it may be about one that a later step deletes.
/// </remarks>
internal sealed record FlushStep(int PlanStep, FlushStepKind Kind, ImmutableArray<StagedRow> Rows, ImmutableArray<int> Returned)
{
    /// <inheritdoc cref="WriteStatement.Spared"/>
    public ImmutableArray<int> Spared { get; init; } = [];

    /// <summary>The table written, for people.</summary>
    public string Table { get; init; } = "";
}

internal enum FlushStepKind { Lock, Insert, Update, Delete, Link, Unlink }
