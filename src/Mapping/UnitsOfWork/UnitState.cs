using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Everything a unit has staged, as one value.</summary>
internal sealed record UnitState
{
    public static readonly UnitState Empty = new();

    public ImmutableDictionary<KeyRef, RowState> Rows { get; init; } = ImmutableDictionary<KeyRef, RowState>.Empty;

    /// <summary>Other names of rows: the keys that new rows bring along, the temporary keys of rows that take the place of a deleted one.</summary>
    public ImmutableDictionary<KeyRef, KeyRef> Names { get; init; } = ImmutableDictionary<KeyRef, KeyRef>.Empty;
    public ImmutableDictionary<LinkName, StagedLink> Links { get; init; } = ImmutableDictionary<LinkName, StagedLink>.Empty;

    /// <summary>Collections that a new row was put into before it was staged itself.</summary>
    public ImmutableDictionary<KeyRef, ImmutableArray<Membership>> Awaited { get; init; } = ImmutableDictionary<KeyRef, ImmutableArray<Membership>>.Empty;

    /// <summary>The place of the next row.</summary>
    public int Next { get; init; }

    public RowState? Row(KeyRef row) => Rows.TryGetValue(row, out var state) || Names.TryGetValue(row, out var name) && Rows.TryGetValue(name, out state) ? state : null;

    public UnitState With(RowState row) => this with
    {
        Rows = Rows.SetItem(row.Id, row),
        Names = row switch
        {
            { IsNew: true, Key: { } key } => Names.SetItem(KeyRef.To(key), row.Id),
            { IsNew: false } when row.TemporaryKey != default => Names.SetItem(KeyRef.ToNew(row.Type, row.TemporaryKey), row.Id),
            _ => Names,
        },
        Next = Math.Max(Next, row.Order + 1),
    };

    public UnitState Without(RowState row) => this with
    {
        Rows = Rows.Remove(row.Id),
        Names = row.Key is { } key ? Names.Remove(KeyRef.To(key)) : Names,
        Links = Links.RemoveRange(Links.Keys.Where(l => l.From == row.Id || l.To == row.Id)),
    };

    internal readonly record struct Membership(Relation Relation, KeyRef Owner);
}

/// <summary>A link row from the side that its relation is named by: the same for both.</summary>
internal readonly record struct LinkName(Relation Relation, KeyRef From, KeyRef To)
{
    public static LinkName Of(Relation relation, KeyRef from, KeyRef to) =>
        relation.Inverse is { } other && Precedes(other, relation) ? new(other, to, from) : new(relation, from, to);

    private static bool Precedes(Relation left, Relation right) =>
        left.From.Ordinal < right.From.Ordinal || left.From == right.From && left.Ordinal < right.Ordinal;
}
