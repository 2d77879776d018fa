using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Which tables' rows are deleted before which: those that refer before those that are referred to.</summary>
/// <remarks>
/// Where tables refer to each other, nullable foreign keys are emptied before; without any, the server decides what it takes. Rows of one table
/// go in one statement, at whose end the server looks, so that a table's references to itself need no order.
/// </remarks>
internal sealed class DeleteOrder
{
    private readonly Dictionary<EntityType, List<StagedRow>> _rows;
    private readonly List<Relation> _relations;
    private readonly Dictionary<EntityKey, SortedSet<int>> _emptied = [];

    private static readonly DeleteOrder Nothing = new([]);

    private DeleteOrder(IEnumerable<StagedRow> rows)
    {
        _rows = rows.Where(r => r.Action == RowAction.Delete).GroupBy(r => r.Type).ToDictionary(g => g.Key, g => g.ToList());
        _relations = [.. _rows.Keys.SelectMany(t => t.Relations).Where(r => r.HoldsForeignKey && r.To != r.From && _rows.ContainsKey(r.To) && MayRefer(r))];
        BreakCycles();
    }

    public static DeleteOrder Of(ImmutableArray<StagedRow> rows)
    {
        foreach (var row in rows)
            if (row.Action == RowAction.Delete) return new(rows);
        return Nothing;
    }

    /// <summary>Pairs of tables: rows of the first are deleted before rows of the second.</summary>
    public IEnumerable<(EntityType Before, EntityType After)> Edges => _relations.Select(r => (r.From, r.To)).Distinct();

    /// <summary>The rows to delete. One that is emptied before has no version any more: that update compared it, and its lock is held.</summary>
    public IEnumerable<StagedRow> Deletes => _rows.Values.SelectMany(rows => rows).Select(r => _emptied.Count > 0 && _emptied.ContainsKey(r.Key!.Value) ? r with { Version = null } : r);

    /// <summary>Updates that empty foreign keys of rows to delete.</summary>
    public IEnumerable<StagedRow> Emptied =>
        _emptied.Count == 0 ? [] :
        from rows in _rows.Values
        from row in rows
        where _emptied.ContainsKey(row.Key!.Value)
        select new StagedRow(RowAction.Update, row.Type)
        {
            Order = row.Order,
            Key = row.Key,
            Version = row.Version,
            Values = [.. new object?[row.Type.Properties.Length]],
            Writes = [.. _emptied[row.Key!.Value]],
        };

    private void BreakCycles()
    {
        var types = _rows.Keys.Select((type, i) => (type, i)).ToDictionary(t => t.type, t => t.i);
        while (true)
        {
            var component = DependencySort.Components(types.Count, _relations.Select(r => (types[r.From], types[r.To])));
            var cycle = _relations.Where(r => component[types[r.From]] == component[types[r.To]]).OrderBy(r => r.From.Ordinal).ThenBy(r => r.Ordinal).ToList();
            if (cycle.Count == 0) return;
            var cut = cycle.Find(r => r.FromKey.Any(CanBeEmpty));
            if (cut is not null) Empty(cut);
            _relations.Remove(cut ?? cycle[0]);
        }
    }

    private void Empty(Relation relation)
    {
        foreach (var row in _rows[relation.From])
        {
            if (!row.Values.IsDefaultOrEmpty && relation.FromKey.Any(p => row.Values[p.Ordinal] is null)) continue;
            var key = row.Key!.Value;
            if (!_emptied.TryGetValue(key, out var columns)) _emptied.Add(key, columns = []);
            columns.UnionWith(relation.FromKey.Where(CanBeEmpty).Select(p => p.Ordinal));
        }
    }

    private static bool CanBeEmpty(Property property) => property.IsNullable && !property.IsKey;

    /// <summary>False only where the rows were staged with their values and these say so.</summary>
    private bool MayRefer(Relation relation)
    {
        if (!relation.ToKey.SequenceEqual(relation.To.Key.Properties)) return true;
        var keys = _rows[relation.To].Select(r => r.Key).ToHashSet();
        foreach (var row in _rows[relation.From])
        {
            if (row.Values.IsDefaultOrEmpty) return true;
            ImmutableArray<object?> parts = [.. relation.FromKey.Select(p => row.Values[p.Ordinal])];
            if (!parts.Contains(null) && keys.Contains(KeyValues.From(relation.To, parts!))) return true;
        }
        return false;
    }
}
