using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>The net rows and links of a unit: what the database does not have yet.</summary>
internal sealed class UnitWriter(UnitState state)
{
    // Rows that write the same columns share the list of them.
    private readonly Dictionary<(EntityType, ColumnSet), ImmutableArray<int>> _ordinals = [];
    private (EntityType? Type, ColumnSet Columns, ImmutableArray<int> Ordinals) _latest;

    /// <exception cref="AkkaOrmException">A row refers to a new one that is not there, lacks a required relation, or was taken out of a collection and has nowhere to be.</exception>
    public StagedUnit Write()
    {
        foreach (var awaited in state.Awaited)
            throw Refusals.NotInUnit(awaited.Key.Type, $"{awaited.Value[0].Relation.From.Name}.{awaited.Value[0].Relation.Name}");
        var rows = ImmutableArray.CreateBuilder<StagedRow>(state.Rows.Count);
        foreach (var row in state.RowsInOrder)
            if (Write(row) is { } staged) rows.Add(staged);
        return new(rows.DrainToImmutable(), [.. state.Links.Where(IsLeft).Select(Write)]);
    }

    private StagedRow? Write(RowState row)
    {
        if (row.IsGone) return row.IsNew ? null : new(RowAction.Delete, row.Type) { Order = row.Order, Key = row.Key, Values = row.Values, Version = row.Version };
        if (row.OrphanOf is { } left && left.ToKey.Any(p => !p.IsNullable || p.IsKey)) throw Refusals.OrphanNeedsParent(row, left);
        row = Resolved(row);
        if (row.IsNew) return Insert(row);
        var writes = row.Writes;
        if (writes.IsEmpty) return null;
        return new(RowAction.Update, row.Type) { Order = row.Order, Key = row.Key, Values = row.Values, Writes = Ordinals(row.Type, writes), PendingKeys = Pending(row), Version = row.Version, IsWhole = IsWhole(row) };
    }

    private static bool IsWhole(RowState row)
    {
        if (row.Base is not { } known) return false;
        foreach (var property in row.Type.Properties)
            if (!property.IsDeferred && !known.Has(property)) return false;
        return true;
    }

    private StagedRow Insert(RowState row)
    {
        foreach (var relation in row.Type.Relations)
            if (relation is { HoldsForeignKey: true, IsRequired: true } && relation.FromKey.Any(p => IsMissing(row, relation, p))) throw Missing(row, relation);
        return new(RowAction.Insert, row.Type)
        {
            Order = row.Order,
            Key = row.Key,
            TemporaryKey = row.TemporaryKey,
            Values = row.Values,
            Writes = Ordinals(row.Type, row.Written),
            PendingKeys = Pending(row),
        };
    }

    private static bool IsMissing(RowState row, Relation relation, Property property)
    {
        if (row.Pending.ContainsKey(property.Ordinal)) return false;
        if (!row.Written[property.Ordinal]) return !property.IsGenerated;
        var value = row.Values[property.Ordinal];
        // Where the server makes the keys none is the default of its type: nobody set it.
        return value is null || relation.To.Key.IsGenerated && StoreValues.Same(value, property.Unset);
    }

    private static InvalidValueException Missing(RowState row, Relation relation)
    {
        var columns = string.Join(", ", relation.FromKey.Where(p => !p.IsShadow));
        var name = relation.Member is not null ? relation.Name : columns.Length > 0 ? columns : relation.Inverse is { Member: not null } inverse ? inverse.ToString() : relation.Name;
        return InvalidValueException.Of(row.Type.Name, name, $"a {row.Type.Name} needs a {relation.To.Name}, and none was given");
    }

    /// <summary>Keys that new rows bring along need no waiting for.</summary>
    private RowState Resolved(RowState row)
    {
        if (!row.Pending.IsEmpty) row = Filled(row);
        return row.IsNew && row.Key is null && row.Pending.IsEmpty && ValueReader.Key(row.Type, row.Values) is { } key ? row with { Key = key } : row;
    }

    private RowState Filled(RowState row)
    {
        foreach (var pending in row.Pending.Values)
        {
            if (state.Row(KeyRef.ToNew(row.Type, pending.Target)) is not { IsGone: false } referred) throw Refusals.NotInUnit(Target(row, pending), $"{row}.{pending.Property}");
            var ordinal = pending.TargetProperty.Ordinal;
            var isKnown = referred.IsNew ? referred.Written[ordinal] : referred.Knows[ordinal];
            if (isKnown && !referred.Pending.ContainsKey(ordinal)) row = row.Set(pending.Property, referred.Values[ordinal]);
        }
        return row;
    }

    private static EntityType Target(RowState row, PendingKey pending) => row.Type.Relations.First(r => r.HoldsForeignKey && r.FromKey.Contains(pending.Property)).To;

    private bool IsLeft(StagedLink link)
    {
        foreach (var end in (ReadOnlySpan<KeyRef>)[link.From, link.To])
        {
            var isGone = state.Row(end) is { IsGone: true } || end.IsTemporary && state.Row(end) is null;
            if (isGone && link.IsAdded) throw Refusals.NotInUnit(end.Type, link.Relation.ToString());
        }
        return true;
    }

    private StagedLink Write(StagedLink link) => link with { From = Known(link.From), To = Known(link.To) };

    private KeyRef Known(KeyRef row) => state.Row(row)?.Key is { } key ? KeyRef.To(key) : row;

    private static ImmutableArray<PendingKey> Pending(RowState row) => row.Pending.IsEmpty ? [] : [.. row.Pending.OrderBy(p => p.Key).Select(p => p.Value)];

    private ImmutableArray<int> Ordinals(EntityType type, ColumnSet columns)
    {
        if (_latest.Type == type && _latest.Columns.Equals(columns)) return _latest.Ordinals;
        if (!_ordinals.TryGetValue((type, columns), out var ordinals)) _ordinals.Add((type, columns), ordinals = columns.Ordinals);
        _latest = (type, columns, ordinals);
        return ordinals;
    }
}
