using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>A unit that was written: what came back becomes what the session knows, and the answer.</summary>
internal sealed class UnitAcceptance(IdentityMap map, UnitState state, IEntityMaker maker)
{
    private readonly Dictionary<KeyRef, EntityRow> _rows = [];
    private readonly Dictionary<KeyRef, object> _made = [];

    public ImmutableArray<WrittenRow> Accept(FlushPlan plan, PlanResult result)
    {
        if (!plan.Steps.IsEmpty) map.Wrote();
        foreach (var step in plan.Steps) Take(step, result.Steps[step.PlanStep]);
        var staged = state.Rows.Values.OrderBy(r => r.Order).ToList();
        var keys = staged.ToDictionary(r => r.Id, r => _rows.TryGetValue(r.Id, out var row) ? KeyValues.Of(r.Type, row) ?? r.Key : r.Key);
        foreach (var row in staged.Where(r => !(r.IsNew && r.IsGone))) Know(row, keys[row.Id] ?? throw new InvalidOperationException($"{row} was written and came back without a key"));
        foreach (var row in staged.Where(r => !r.IsGone)) KnowCollections(row, keys);
        foreach (var link in state.Links.Values) Know(link, keys);
        foreach (var row in staged.Where(r => !r.IsGone)) _made.Add(row.Id, maker.Make(row.Type, Shown(row)));
        foreach (var row in staged.Where(r => !r.IsGone)) Relate(row);
        return [.. staged.Where(r => !(r.IsNew && r.IsGone)).Select((r, order) => new WrittenRow(r.IsGone ? RowAction.Delete : r.Action, keys[r.Id]!.Value, r.TemporaryKey, r.IsGone ? null : _made[r.Id], order))];
    }

    private void Take(FlushStep step, StepResult result)
    {
        if (step.Kind is not (FlushStepKind.Insert or FlushStepKind.Update) || step.Returned.IsEmpty) return;
        if (result.Rows.RowCount != step.Rows.Length)
            throw new InvalidOperationException($"{step.Rows.Length} rows of {step.Rows[0].Type.Name} were written and {result.Rows.RowCount} came back");
        for (var i = 0; i < step.Rows.Length; i++)
        {
            var written = step.Rows[i];
            var name = written.TemporaryKey != default ? KeyRef.ToNew(written.Type, written.TemporaryKey) : KeyRef.To(written.Key!.Value);
            if (state.Row(name) is { } row) _rows[row.Id] = new(result.Rows, i, step.Returned);
        }
    }

    /// <summary>The row as it is now in the database.</summary>
    private EntityRow Shown(RowState row)
    {
        if (!_rows.TryGetValue(row.Id, out var written)) return row.Overlay;
        if (row.Type.Properties.All(p => written.Has(p) || !row.Knows[p.Ordinal])) return written;
        // Deferred columns do not come back, and are still known.
        return EntityRow.Of(row.Type, [[.. row.Type.Properties.Select(p => written.Has(p) ? written.Value(p) : row.Values[p.Ordinal])]], (_, ordinal) => written.Columns[ordinal] >= 0 || row.Knows[ordinal])[0];
    }

    private void Know(RowState row, EntityKey key)
    {
        foreach (var relation in row.Type.Relations)
        {
            if (!relation.HoldsForeignKey || relation.Inverse is not { } inverse) continue;
            var (before, after) = (row.Base is { } known ? Referred(relation, known) : null, !row.IsGone && _rows.TryGetValue(row.Id, out var written) ? Referred(relation, written) : null);
            if (!row.IsGone && !_rows.ContainsKey(row.Id) || before == after) continue;
            if (before is { } old) Change(old, inverse, members => members.Remove(key));
            if (after is { } now) Change(now, inverse, members => members.Add(key));
        }
        if (row.IsGone) map.Forget(key);
        else if (_rows.ContainsKey(row.Id)) map.Written(key, Shown(row), row.TemporaryKey);
        if (!row.IsGone) map.Change(key, tracked => tracked.Disagreeing == row.Disagreeing ? tracked : tracked with { Disagreeing = row.Disagreeing });
    }

    // What a value given holds whole is known whole from now on.
    private void KnowCollections(RowState row, Dictionary<KeyRef, EntityKey?> keys)
    {
        if (keys[row.Id] is not { } key || map.Tracked(key) is not { } tracked) return;
        foreach (var relation in row.Type.Relations)
        {
            if (relation.HoldsForeignKey || row.Relations[relation.Ordinal] is not RelationValue.Whole whole || tracked.Members.ContainsKey(relation)) continue;
            var items = whole.Items.Select(Staged).Where(i => i.Row is not { IsGone: true }).Select(i => i.Row is { } staged ? keys[staged.Id] : i.Name.Key);
            map.SetMembers(key, relation, [.. items.OfType<EntityKey>()]);
        }
    }

    private void Know(StagedLink link, Dictionary<KeyRef, EntityKey?> keys)
    {
        if (Key(link.From) is not { } from || Key(link.To) is not { } to) return;
        Change(from, link.Relation, members => link.IsAdded ? members.Add(to) : members.Remove(to));
        if (link.Relation.Inverse is { } inverse) Change(to, inverse, members => link.IsAdded ? members.Add(from) : members.Remove(from));

        EntityKey? Key(KeyRef name) => Staged(name) is { Row: { } row } ? keys[row.Id] : name.Key;
    }

    private void Change(EntityKey owner, Relation relation, Func<ImmutableHashSet<EntityKey>, ImmutableHashSet<EntityKey>> change) =>
        map.Change(owner, row => row.Members.TryGetValue(relation, out var known) ? row.WithMembers(relation, change(known.Present)) : row);

    private void Relate(RowState row)
    {
        var entity = _made[row.Id];
        foreach (var relation in row.Type.Relations)
        {
            if (relation.Member is null || row.Relations[relation.Ordinal] is not { Loaded: { IsDefault: false } loaded } value) continue;
            var shown = loaded.Select(l => (Staged(l.Row).Row, l)).Where(l => l.Row is not { IsGone: true }).Select(l => l.Row is { } staged ? _made[staged.Id] : l.l.Entity).ToList();
            if (relation.Kind != RelationKind.ToOne) maker.SetToMany(entity, relation, shown, value is not RelationValue.Whole);
            else if (!relation.HoldsForeignKey || IsStored(row, relation, loaded)) maker.SetToOne(entity, relation, shown.FirstOrDefault());
        }
    }

    // A relation that its foreign key has left behind is not what was stored.
    private bool IsStored(RowState row, Relation relation, ImmutableArray<Related> loaded)
    {
        var stored = Referred(relation, Shown(row));
        if (loaded.IsEmpty) return stored is null;
        var (name, target) = Staged(loaded[0].Row);
        if (target is not null && _rows.TryGetValue(target.Id, out var written))
            return relation.FromKey.Zip(relation.ToKey).All(pair => StoreValues.Same(Shown(row).Value(pair.First), written.Value(pair.Second)));
        return !relation.ToKey.SequenceEqual(relation.To.Key.Properties) || stored is not null && stored == name.Key;
    }

    private (KeyRef Name, RowState? Row) Staged(KeyRef name)
    {
        if (name.IsTemporary && map.Minted(name.TemporaryKey) is { } minted && state.Row(name) is null) name = KeyRef.To(minted);
        return (name, state.Row(name));
    }

    /// <summary>The row that a foreign key refers to, where it refers to a key.</summary>
    private static EntityKey? Referred(Relation relation, in EntityRow row)
    {
        var parts = ImmutableArray.CreateBuilder<object>(relation.FromKey.Length);
        foreach (var property in relation.To.Key.Properties)
        {
            if (relation.ToKey.IndexOf(property) is not (>= 0 and var place) || row.Value(relation.FromKey[place]) is not { } part) return null;
            parts.Add(part);
        }
        return KeyValues.From(relation.To, parts.ToImmutable());
    }
}
