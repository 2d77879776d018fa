using System.Runtime.InteropServices;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>The unit while changes are merged into it, and the rows that it can be about.</summary>
internal sealed class StagedRows(IdentityMap map, UnitState state)
{
    public IdentityMap Map { get; } = map;
    public UnitState State { get; } = state;

    /// <summary>One name for a row however it was referred to.</summary>
    public KeyRef Name(KeyRef row)
    {
        if (row.IsTemporary && Map.Minted(row.TemporaryKey) is { } key) return KeyRef.To(key);
        return State.Name(row);
    }

    /// <summary>The row as it is staged, or as it would be from its snapshot; null when neither is known.</summary>
    public RowState? Find(KeyRef row)
    {
        var name = Name(row);
        if (State.Row(name) is { } staged) return staged;
        return name.Key is { } key && Map.Tracked(key) is { } tracked ? FromSnapshot(key, tracked) : null;
    }

    private RowState FromSnapshot(EntityKey key, TrackedRow tracked)
    {
        var type = key.Type;
        var snapshot = tracked.Snapshot;
        var values = new object?[type.Properties.Length];
        var knows = default(ColumnSet);
        for (var i = 0; i < values.Length; i++)
        {
            if (snapshot.Columns[i] is not (>= 0 and var column)) continue;
            values[i] = snapshot.Page.GetValue(column, snapshot.Row);
            knows = knows.With(i);
        }
        return new(KeyRef.To(key), type, RowAction.Update, State.Next)
        {
            Key = key,
            Values = ImmutableCollectionsMarshal.AsImmutableArray(values),
            Knows = knows,
            Base = snapshot,
            Version = type.Version is { } version ? snapshot.Value(version) : null,
            Relations = RowState.NoRelations(type),
            Disagreeing = tracked.Disagreeing,
        };
    }
}
