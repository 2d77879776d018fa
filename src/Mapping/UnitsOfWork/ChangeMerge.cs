using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Merges one change into what is staged.</summary>
internal sealed class ChangeMerge(StagedRows rows, Change change)
{
    private readonly EntityType _type = change.Type;
    private readonly Collections _collections = new(rows);

    public void Apply()
    {
        switch (change.Kind)
        {
            case ChangeKind.Add: Add(); break;
            case ChangeKind.Delete: Delete(); break;
            default: Update(); break;
        }
    }

    private void Add()
    {
        var key = ValueReader.Key(_type, change.Values);
        var row = NewRow(key);
        if (key is { } given && rows.State.Row(KeyRef.To(given)) is { } staged)
        {
            if (!staged.IsGone) throw Refusals.KeyTaken(given);
            row = InPlaceOf(staged, row);
        }
        foreach (var relation in _type.Relations)
            if (relation.HoldsForeignKey) row = Refer(row, relation);
        Put(row);
        _collections.Arrive(row);
        _collections.Merge(row, change, isSameObject: true);
    }

    private RowState NewRow(EntityKey? key)
    {
        var written = Columns(IsWritten);
        return new(KeyRef.ToNew(_type, change.TemporaryKey), _type, RowAction.Insert, rows.State.Next)
        {
            Key = key,
            TemporaryKey = change.TemporaryKey,
            Values = change.Values,
            Knows = written,
            Written = written,
            Relations = Loaded(RowState.NoRelations(_type)),
            Given = change.Entity,
        };
    }

    // A version column that is declared begins as it is given; no update sets it.
    private bool IsWritten(Property property)
    {
        if (!change.Has(property) || property.IsSystem || property.Source == ValueSource.Computed) return false;
        if (property == _type.Version) return change.Kind == ChangeKind.Add && (property.DefaultSql is null || !IsUnset(property));
        return !property.IsGenerated || !IsUnset(property) || change.ExplicitlySet.Contains(property.Ordinal);
    }

    private bool IsUnset(Property property) => change.Values[property.Ordinal] is null || StoreValues.Same(change.Values[property.Ordinal], property.Unset);

    // The row stays and gets the new one's columns: a delete and an insert of one key are an update.
    private static RowState InPlaceOf(RowState deleted, RowState added)
    {
        var row = deleted with { Action = RowAction.Update, OrphanOf = null, TemporaryKey = added.TemporaryKey, Relations = added.Relations, Given = added.Given };
        foreach (var property in row.Type.Properties)
        {
            if (property.IsKey || property == row.Type.Version) continue;
            if (added.Written[property.Ordinal]) row = row.Set(property, added.Values[property.Ordinal]);
            else if (property.IsShadow && !property.IsSystem && property.IsNullable && !property.IsGenerated) row = row.Set(property, null);
        }
        return row;
    }

    private RowState Refer(RowState row, Relation relation)
    {
        var value = change.Relations[relation.Ordinal];
        if (value is RelationValue.Unset) return row;
        var cells = ForeignKeys.Of(rows, relation.FromKey, relation.ToKey, (value as RelationValue.One)?.Target);
        if (ForeignKeys.Agree(row, cells)) return row;
        foreach (var (property, _, _) in cells)
        {
            var given = change.Values[property.Ordinal];
            if (change.Has(property) && given is not null && !StoreValues.Same(given, property.Unset)) throw Refusals.BothChanged(row, relation, property);
        }
        return ForeignKeys.Set(row, cells);
    }

    private void Update()
    {
        var (row, isTracked) = Present();
        if (row.Action == RowAction.Delete) throw Refusals.IsDeleted(row);
        var tracked = isTracked && row.Key is { } key ? rows.Map.Tracked(key) : null;
        var merged = new ChangeDetector(rows, change, row, tracked?.Superseded ?? []).Merge();
        merged = merged with { Relations = Loaded(merged.Relations), Given = change.Entity };
        Put(merged);
        _collections.Merge(merged, change, isSameObject: ReferenceEquals(row.Given, change.Entity));
    }

    private void Delete()
    {
        var (row, _) = Present();
        if (row.IsNew) rows.State.Drop(row);
        else rows.State.Put(row with { Action = RowAction.Delete, OrphanOf = null });
    }

    private void Put(RowState row)
    {
        if (row is { IsNew: true, Key: { } key } && rows.State.Row(KeyRef.To(key)) is { } other && other.Id != row.Id) throw Refusals.KeyTaken(key);
        rows.State.Put(row);
    }

    /// <summary>The row that the change is about, as it is now.</summary>
    private (RowState Row, bool IsTracked) Present()
    {
        if (change.TemporaryKey != default) return (rows.Find(KeyRef.ToNew(_type, change.TemporaryKey)) ?? throw Refusals.NotOfThisUnit(change), true);
        var key = ValueReader.Key(_type, change.Before.IsDefault ? change.Values : change.Before)!.Value;
        if (rows.Find(KeyRef.To(key)) is { } row) return (row, true);
        return (Untracked(key), false);
    }

    /// <summary>A row that the session did not read, but whose value says which state it is of; or whose model says that it does not matter.</summary>
    private RowState Untracked(EntityKey key)
    {
        var isUpdate = change.Kind == ChangeKind.Update;
        var values = isUpdate ? change.Before : change.Values;
        object? version = null;
        if (_type.Version is { } property)
        {
            version = change.Has(property) ? values[property.Ordinal] : null;
            if (version is null || _type.VersionKind == VersionKind.Xmin && StoreValues.Same(version, property.Unset)) throw Refusals.NotTracked(key, change.Kind);
        }
        bool Has(Property p) => change.Has(p) && !(isUpdate && change.BeforeAbsent.Contains(p.Ordinal));
        return new(KeyRef.To(key), _type, RowAction.Update, rows.State.Next)
        {
            Key = key,
            Values = values,
            Knows = Columns(Has),
            Written = Columns(p => change.Kind == ChangeKind.Replace && !p.IsKey && IsWritten(p)),
            Version = version,
            Relations = RowState.NoRelations(_type),
        };
    }

    private ColumnSet Columns(Func<Property, bool> isIn)
    {
        var columns = default(ColumnSet);
        foreach (var property in _type.Properties)
            if (isIn(property)) columns = columns.With(property.Ordinal);
        return columns;
    }

    private ImmutableArray<RelationValue?> Loaded(ImmutableArray<RelationValue?> known)
    {
        var loaded = known;
        for (var i = 0; i < known.Length; i++)
            if (change.Relations[i] is { Loaded.IsDefault: false } value) loaded = loaded.SetItem(i, value);
        return loaded;
    }
}
