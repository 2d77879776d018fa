using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Models;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Orders a unit's rows into statements.</summary>
internal static class FlushPlanner
{
    public static FlushPlan Plan(Model model, StagedUnit unit, PlanTransaction transaction, string beginOptions = "") => throw new NotImplementedException();
}

/// <summary>A plan for a unit, and what each of its statements is about: how results find their rows.</summary>
internal sealed record FlushPlan(Plan Plan, ImmutableArray<FlushStep> Steps);

/// <param name="PlanStep">Index into the plan's steps.</param>
/// <param name="Rows">The staged rows, in the order of the statement's arrays: the order its guard counts them in.</param>
/// <param name="Returned">By property ordinal the result column that holds it, -1 where none does; empty when nothing is returned.</param>
/// <remarks>Result rows stand in the order of <paramref name="Rows"/> for an INSERT; those of an UPDATE are matched by key.</remarks>
internal sealed record FlushStep(int PlanStep, FlushStepKind Kind, ImmutableArray<StagedRow> Rows, ImmutableArray<int> Returned);

internal enum FlushStepKind { Lock, Insert, Update, Delete, Link, Unlink }
