using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>What a change says that the present state does not: columns and foreign keys.</summary>
/// <param name="present">The row as the session has it now, staged changes included.</param>
/// <param name="superseded">States of the row that were handed out before.</param>
internal sealed class ChangeDetector(StagedRows rows, Change change, RowState present, ImmutableArray<EntityRow> superseded)
{
    private readonly EntityType _type = change.Type;
    private ColumnSet _changed;

    // A copy that carries the present version was made of the present state: what equals an older one was set so on purpose.
    private readonly bool _isFresh = change.Type.Version is { } version && change.Has(version) && present.Base is { } row && row.Has(version)
        && StoreValues.Same(change.Values[version.Ordinal], row.Value(version));

    /// <summary>The row merged with the change; the present one itself when there is none.</summary>
    public RowState Merge()
    {
        var merged = Columns();
        foreach (var relation in _type.Relations)
            if (relation.HoldsForeignKey) merged = ForeignKey(merged, relation);
        return merged;
    }

    /// <summary>Columns that a client may set: not keys, versions, or what the server computes.</summary>
    public static bool IsWritable(EntityType type, Property property) =>
        !property.IsSystem && property != type.Version && property.Source is not (ValueSource.Computed or ValueSource.RowVersion);

    private RowState Columns()
    {
        RefuseOlderVersion();
        var merged = present;
        foreach (var property in _type.Properties)
        {
            if (property.IsKey || !change.Has(property) || !IsWritable(_type, property)) continue;
            var value = change.Values[property.Ordinal];
            if (!(change.Kind == ChangeKind.Update ? IsChanged(property, value) : Differs(property, value))) continue;
            merged = merged.Set(property, value);
            _changed = _changed.With(property.Ordinal);
        }
        return merged.OrphanOf is { } orphan && orphan.ToKey.Any(p => _changed[p.Ordinal] && merged.Values[p.Ordinal] is not null) ? merged with { OrphanOf = null } : merged;
    }

    private bool IsChanged(Property property, object? value)
    {
        if (change.BeforeAbsent.Contains(property.Ordinal)) return !present.Knows[property.Ordinal] || !Is(property, value);
        if (StoreValues.Same(change.Before[property.Ordinal], value)) return false;
        if (present.Knows[property.Ordinal] && !Is(property, change.Before[property.Ordinal])) throw Refusals.NotFromPresent(present, property.Name);
        return true;
    }

    private bool Differs(Property property, object? value)
    {
        if (change.ExplicitlySet.Contains(property.Ordinal)) return true;
        if (!present.Knows[property.Ordinal]) return !(present.IsNew && property.IsGenerated && StoreValues.Same(value, property.Unset));
        // The key of a row that is still to be made is nothing that a value could say.
        if (Is(property, value) || present.Pending.ContainsKey(property.Ordinal) && StoreValues.Same(value, property.Unset)) return false;
        if (IsOlder(row => row.Has(property) && StoreValues.Same(row.Value(property), value))) throw Refusals.OlderCopy(present, property.Name);
        return true;
    }

    /// <summary>A copy says what the row was: before what is staged, or in a state that was handed out before. The object that was given last is itself, and says what it means.</summary>
    private bool IsOlder(Func<EntityRow, bool> says) =>
        !_isFresh && superseded.Any(says) || present.Base is { } row && !ReferenceEquals(change.Entity, present.Given) && says(row);

    private bool Is(Property property, object? value) => !present.Pending.ContainsKey(property.Ordinal) && StoreValues.Same(present.Values[property.Ordinal], value);

    private void RefuseOlderVersion()
    {
        if (change.Kind != ChangeKind.Replace || _isFresh || _type.Version is not { } version || !change.Has(version)) return;
        var given = change.Values[version.Ordinal];
        if (!superseded.Any(s => s.Has(version) && StoreValues.Same(s.Value(version), given))) return;
        var news = _type.Properties.FirstOrDefault(p => !p.IsKey && change.Has(p) && IsWritable(_type, p) && present.Knows[p.Ordinal] && !Is(p, change.Values[p.Ordinal]));
        if (news is not null) throw Refusals.OlderCopy(present, news.Name);
    }

    private RowState ForeignKey(RowState merged, Relation relation)
    {
        var after = change.Relations[relation.Ordinal];
        if (after is RelationValue.Unset) return merged;
        var cells = Cells(relation, after);
        if (!IsChanged(relation, after, cells)) return Remember(merged, relation, after, cells);
        if (ForeignKeys.Agree(merged, cells)) return merged with { Disagreeing = merged.Disagreeing.Remove(relation), OrphanOf = Kept(merged.OrphanOf, relation, after) };
        foreach (var (property, _, _) in cells)
            if (_changed[property.Ordinal] || SaysItself(property)) throw Refusals.BothChanged(present, relation, property);
        foreach (var property in relation.FromKey) _changed = _changed.With(property.Ordinal);
        return ForeignKeys.Set(merged, cells) with { Disagreeing = merged.Disagreeing.Remove(relation), OrphanOf = Kept(merged.OrphanOf, relation, after) };
    }

    // Of a detached value nobody knows what it was: what it holds is what it says.
    private bool SaysItself(Property property) =>
        change.Kind == ChangeKind.Replace && present is { IsNew: false, Base: null } && change.Has(property) && !StoreValues.Same(change.Values[property.Ordinal], property.Unset);

    private static Relation? Kept(Relation? orphanOf, Relation relation, RelationValue after) =>
        after is RelationValue.One && orphanOf?.ToKey.Intersect(relation.FromKey).Any() == true ? null : orphanOf;

    // A relation is compared with what it said itself, which an edited foreign key may have left behind.
    private bool IsChanged(Relation relation, RelationValue after, ImmutableArray<ForeignKeys.Cell> cells)
    {
        if (change.Kind == ChangeKind.Update && change.RelationsBefore[relation.Ordinal] is not RelationValue.Unset and var before)
        {
            if (SameTarget(before, after)) return false;
            var isKnown = relation.FromKey.All(p => present.Knows[p.Ordinal]);
            if (isKnown && !ForeignKeys.Agree(present, Cells(relation, before)) && !SaidBefore(relation, before)) throw Refusals.NotFromPresent(present, relation.Name);
            return true;
        }
        if (ForeignKeys.Agree(present, cells) || change.Kind == ChangeKind.Replace && SaidBefore(relation, after)) return false;
        if (change.Kind == ChangeKind.Replace && IsOlder(row => cells.All(c => c.Pending is null && row.Has(c.Property) && StoreValues.Same(row.Value(c.Property), c.Value))))
            throw Refusals.OlderCopy(present, relation.Name);
        return true;
    }

    private bool SameTarget(RelationValue before, RelationValue after) =>
        (before as RelationValue.One)?.Target is var left && (after as RelationValue.One)?.Target is var right &&
        (left is { } a && right is { } b ? rows.Name(a) == rows.Name(b) : left is null && right is null);

    private bool SaidBefore(Relation relation, RelationValue value) =>
        present.Disagreeing.TryGetValue(relation, out var said) && (value as RelationValue.One)?.Target.Key is var given && !(value is RelationValue.One { Target.IsTemporary: true }) && given == said;

    private static RowState Remember(RowState merged, Relation relation, RelationValue after, ImmutableArray<ForeignKeys.Cell> cells)
    {
        if (ForeignKeys.Agree(merged, cells)) return merged with { Disagreeing = merged.Disagreeing.Remove(relation) };
        if (after is RelationValue.One { Target.IsTemporary: true }) return merged;
        return merged with { Disagreeing = merged.Disagreeing.SetItem(relation, (after as RelationValue.One)?.Target.Key) };
    }

    private ImmutableArray<ForeignKeys.Cell> Cells(Relation relation, RelationValue value) =>
        ForeignKeys.Of(rows, relation.FromKey, relation.ToKey, (value as RelationValue.One)?.Target);
}
