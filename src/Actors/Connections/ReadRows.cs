using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Rows;

namespace AkkaOrm.Connections;

/// <summary>What was read of one result set: its rows in pages, or what was made of them.</summary>
internal readonly record struct ReadRows(ImmutableArray<RowPage> Pages, MadeRows? Made)
{
    private static readonly ImmutableArray<RowPage> None = [RowPage.Empty];

    /// <summary>Nothing was read.</summary>
    public bool IsEmpty => Pages.IsDefault;

    public StepResult ToResult(int affected) => new(IsEmpty ? None : Pages, affected) { Made = Made };
}
