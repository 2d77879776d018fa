using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AkkaOrm.Compilation;
using AkkaOrm.Models;
using AkkaOrm.Rows;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>A unit that was written: what came back becomes what the session knows, and the answer.</summary>
internal sealed class UnitAcceptance(IdentityMap map, UnitState state, IEntityMaker maker)
{
    // By the places of rows among those staged.
    private readonly RowState?[] _staged = new RowState?[state.Next];
    private readonly EntityRow?[] _rows = new EntityRow?[state.Next];
    private readonly EntityKey?[] _keys = new EntityKey?[state.Next];
    private readonly object?[] _made = new object?[state.Next];
    private (EntityType? Type, ImmutableArray<int> Columns, Func<RowPage, int, object> Make) _latest;

    public ImmutableArray<WrittenRow> Accept(FlushPlan plan, PlanResult result)
    {
        if (!plan.Steps.IsEmpty) map.Wrote();
        var staged = state.RowsInOrder;
        foreach (var row in staged) _staged[row.Order] = row;
        foreach (var step in plan.Steps) Take(step, result.Steps[step.PlanStep]);
        foreach (var row in staged) _keys[row.Order] = _rows[row.Order] is { } written ? KeyValues.Of(row.Type, written) ?? row.Key : row.Key;
        foreach (var row in staged)
            if (!(row.IsNew && row.IsGone)) Know(row, _keys[row.Order] ?? throw new InvalidOperationException($"{row} was written and came back without a key"));
        foreach (var row in staged)
            if (!row.IsGone) KnowCollections(row);
        foreach (var link in state.Links) Know(link);
        foreach (var row in staged)
            if (!row.IsGone) _made[row.Order] = Make(row.Type, Shown(row));
        foreach (var row in staged)
            if (!row.IsGone) Relate(row);
        var answer = ImmutableArray.CreateBuilder<WrittenRow>(staged.Count);
        foreach (var row in staged)
            if (!(row.IsNew && row.IsGone)) answer.Add(new(row.IsGone ? RowAction.Delete : row.Action, _keys[row.Order]!.Value, row.TemporaryKey, _made[row.Order], answer.Count));
        return answer.DrainToImmutable();
    }

    private void Take(FlushStep step, StepResult result)
    {
        if (step.Kind is not (FlushStepKind.Insert or FlushStepKind.Update) || step.Returned.IsEmpty) return;
        if (result.Rows.RowCount != step.Rows.Length)
            throw new InvalidOperationException($"{step.Rows.Length} rows of {step.Rows[0].Type.Name} were written and {result.Rows.RowCount} came back");
        var page = IsSpared(step, result.Rows) ? Whole(step, result.Rows) : result.Rows;
        for (var i = 0; i < step.Rows.Length; i++) _rows[step.Rows[i].Order] = new(page, i, step.Returned);
    }

    private static bool IsSpared(FlushStep step, RowPage page) => !step.Spared.IsEmpty && page.RowCount > 0 && !page.IsNull(page.Columns.Length - 1, 0) && page.Get<bool>(page.Columns.Length - 1, 0);

    /// <summary>The rows as stored: what came back, and what was spared from the rows that were sent or from their snapshots.</summary>
    private RowPage Whole(FlushStep step, RowPage page)
    {
        var type = step.Rows[0].Type;
        ColumnBuffer[] columns = [.. page.Columns[..^1]];
        foreach (var ordinal in step.Spared)
        {
            var column = type.Properties[ordinal].Mapping.Store.CreateColumn(page.RowCount);
            if (step.Rows[0].Writes.BinarySearch(ordinal) >= 0)
            {
                foreach (var row in step.Rows) column.AppendValue(row.Values[ordinal]);
            }
            else
            {
                foreach (var row in step.Rows)
                {
                    var known = _staged[row.Order]!.Base!.Value;
                    column.AppendFrom(known.Page.Columns[known.Columns[ordinal]], known.Row);
                }
            }
            columns[step.Returned[ordinal]] = column;
        }
        return new(ImmutableCollectionsMarshal.AsImmutableArray(columns), page.RowCount);
    }

    // Most rows look like the one before.
    private object Make(EntityType type, in EntityRow row)
    {
        if (_latest.Type != type || _latest.Columns != row.Columns) _latest = (type, row.Columns, maker.Maker(type, row.Columns));
        return _latest.Make(row.Page, row.Row);
    }

    /// <summary>The row as it is now in the database.</summary>
    private EntityRow Shown(RowState row)
    {
        if (_rows[row.Order] is not { } written) return row.Overlay;
        var isWhole = true;
        for (var i = 0; i < written.Columns.Length; i++) isWhole &= written.Columns[i] >= 0 || !row.Knows[i];
        if (isWhole) return written;
        // Deferred columns do not come back, and are still known.
        return EntityRow.Of(row.Type, [[.. row.Type.Properties.Select(p => written.Has(p) ? written.Value(p) : row.Values[p.Ordinal])]], (_, ordinal) => written.Columns[ordinal] >= 0 || row.Knows[ordinal])[0];
    }

    private void Know(RowState row, EntityKey key)
    {
        foreach (var relation in row.Type.Relations)
        {
            if (!relation.HoldsForeignKey || relation.Inverse is not { } inverse) continue;
            var (before, after) = (row.Base is { } known ? Referred(relation, known) : null, !row.IsGone && _rows[row.Order] is { } written ? Referred(relation, written) : null);
            if (!row.IsGone && _rows[row.Order] is null || before == after) continue;
            if (before is { } old) Change(old, inverse, members => members.Remove(key));
            if (after is { } now) Change(now, inverse, members => members.Add(key));
        }
        if (row.IsGone) map.Forget(key);
        else if (_rows[row.Order] is not null) map.Written(key, Shown(row), row.TemporaryKey);
        if (!row.IsGone && !row.Type.Relations.IsEmpty) map.Change(key, tracked => tracked.Disagreeing == row.Disagreeing ? tracked : tracked with { Disagreeing = row.Disagreeing });
    }

    // What a value given holds whole is known whole from now on.
    private void KnowCollections(RowState row)
    {
        if (row.Type.Relations.IsEmpty || _keys[row.Order] is not { } key || map.Tracked(key) is not { } tracked) return;
        foreach (var relation in row.Type.Relations)
        {
            if (relation.HoldsForeignKey || row.Relations[relation.Ordinal] is not RelationValue.Whole whole || tracked.Members.ContainsKey(relation)) continue;
            var items = whole.Items.Select(Staged).Where(i => i.Row is not { IsGone: true }).Select(i => i.Row is { } staged ? _keys[staged.Order] : i.Name.Key);
            map.SetMembers(key, relation, [.. items.OfType<EntityKey>()]);
        }
    }

    private void Know(StagedLink link)
    {
        if (Key(link.From) is not { } from || Key(link.To) is not { } to) return;
        Change(from, link.Relation, members => link.IsAdded ? members.Add(to) : members.Remove(to));
        if (link.Relation.Inverse is { } inverse) Change(to, inverse, members => link.IsAdded ? members.Add(from) : members.Remove(from));

        EntityKey? Key(KeyRef name) => Staged(name) is { Row: { } row } ? _keys[row.Order] : name.Key;
    }

    private void Change(EntityKey owner, Relation relation, Func<ImmutableHashSet<EntityKey>, ImmutableHashSet<EntityKey>> change) =>
        map.Change(owner, row => row.Members.TryGetValue(relation, out var known) ? row.WithMembers(relation, change(known.Present)) : row);

    private void Relate(RowState row)
    {
        var entity = _made[row.Order]!;
        foreach (var relation in row.Type.Relations)
        {
            if (relation.Member is null || row.Relations[relation.Ordinal] is not { Loaded: { IsDefault: false } loaded } value) continue;
            var shown = loaded.Select(l => (Staged(l.Row).Row, l)).Where(l => l.Row is not { IsGone: true }).Select(l => l.Row is { } staged ? _made[staged.Order]! : l.l.Entity).ToList();
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
        if (target is not null && _rows[target.Order] is { } written)
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
