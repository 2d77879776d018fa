using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>The unit while one change is merged into it: nothing counts until all of it was accepted.</summary>
internal sealed class StagedRows(IdentityMap map, UnitState state)
{
    public IdentityMap Map { get; } = map;
    public UnitState State { get; private set; } = state;

    /// <summary>One name for a row however it was referred to.</summary>
    public KeyRef Name(KeyRef row)
    {
        if (row.IsTemporary && Map.Minted(row.TemporaryKey) is { } key) return KeyRef.To(key);
        return State.Names.GetValueOrDefault(row, row);
    }

    /// <summary>The row as it is staged, or as it would be from its snapshot; null when neither is known.</summary>
    public RowState? Find(KeyRef row)
    {
        var name = Name(row);
        if (State.Row(name) is { } staged) return staged;
        return name.Key is { } key && Map.Tracked(key) is { } tracked ? FromSnapshot(key, tracked) : null;
    }

    public void Put(RowState row) => State = State.With(row);
    public void Drop(RowState row) => State = State.Without(row);
    public void Put(LinkName name, StagedLink link) => State = State with { Links = State.Links.SetItem(name, link) };
    public void Drop(LinkName name) => State = State with { Links = State.Links.Remove(name) };

    public void Await(KeyRef row, Relation relation, KeyRef owner) =>
        State = State with { Awaited = State.Awaited.SetItem(row, [.. State.Awaited.GetValueOrDefault(row, []), new(relation, owner)]) };

    /// <summary>The collections that were waiting for the row.</summary>
    public ImmutableArray<UnitState.Membership> Arrived(KeyRef row)
    {
        var waiting = State.Awaited.GetValueOrDefault(row, []);
        if (!waiting.IsEmpty) State = State with { Awaited = State.Awaited.Remove(row) };
        return waiting;
    }

    private RowState FromSnapshot(EntityKey key, TrackedRow tracked)
    {
        var type = key.Type;
        var snapshot = tracked.Snapshot;
        return new(KeyRef.To(key), type, RowAction.Update, State.Next)
        {
            Key = key,
            Values = [.. type.Properties.Select(p => snapshot.Value(p))],
            Knows = [.. type.Properties.Select(p => snapshot.Has(p))],
            Written = [.. new bool[type.Properties.Length]],
            Base = snapshot,
            Version = type.Version is { } version ? snapshot.Value(version) : null,
            Relations = [.. new RelationValue?[type.Relations.Length]],
            Disagreeing = tracked.Disagreeing,
        };
    }
}
