using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>The rows of a unit that are inserted or updated, and which of them must be there before which.</summary>
/// <remarks>
/// Where rows refer to each other in a circle, nullable foreign keys are inserted empty and written after by an update of their own: a node
/// beyond the staged rows. Rows of tables that refer to each other get a level, one more than what they refer to there; others have level 0.
/// </remarks>
internal sealed class RowGraph
{
    /// <summary>Of nodes that fill in what was inserted empty.</summary>
    public const int LevelOfRepairs = int.MaxValue;

    /// <summary>Of updates that empty foreign keys of rows that are deleted.</summary>
    public const int LevelOfEmptied = -1;

    private readonly List<StagedRow> _rows;
    private readonly List<RowEdge> _edges = [];
    private Dictionary<Guid, int>? _inserted;
    private readonly HashSet<EntityType> _insertedTypes = [];
    private readonly Dictionary<Relation, Dictionary<EntityKey, int>> _byReferencedKey = [];

    private RowGraph(ImmutableArray<StagedRow> rows)
    {
        _rows = new(rows.Length);
        foreach (var row in rows)
            if (row.Action != RowAction.Delete) _rows.Add(row);
    }

    public IReadOnlyList<StagedRow> Rows => _rows;
    public int[] Levels { get; private set; } = [];

    /// <summary>What must be written first, and what after.</summary>
    public IEnumerable<(int Before, int After)> Edges => _edges.Select(e => (e.Before, e.After));

    /// <exception cref="CyclicDependencyException">Rows refer to each other and no key of the cycle is nullable.</exception>
    public static RowGraph Of(ImmutableArray<StagedRow> rows)
    {
        var graph = new RowGraph(rows);
        graph.FindInserted();
        graph.FindEdges();
        var repaired = graph.BreakCycles();
        graph.Levels = graph.FindLevels();
        graph.AddRepairs(repaired);
        return graph;
    }

    /// <summary>The row that a new key names.</summary>
    public int Inserted(Guid temporaryKey) =>
        (_inserted ??= ByTemporaryKey()).TryGetValue(temporaryKey, out var row) ? row : throw new InvalidOperationException("a row refers to a new one that the unit does not insert");

    /// <summary>What a row's column will hold: a value, or what the server makes of a column of another row.</summary>
    public CellSource Source(int row, Property property)
    {
        for (var hops = 0; hops <= _rows.Count; hops++)
        {
            var staged = _rows[row];
            if (Pending(staged, property) is { } pending)
            {
                (row, property) = (Inserted(pending.Target), pending.TargetProperty);
                continue;
            }
            if (staged.Writes.BinarySearch(property.Ordinal) >= 0) return CellSource.Known(staged.Values[property.Ordinal]);
            return staged.Key is { } key && KeyPart(key, property) is { } part ? CellSource.Known(part) : CellSource.Generated(row, property);
        }
        throw new InvalidOperationException($"{_rows[row].Type.Name}.{property} takes its value from itself");
    }

    public static object? KeyPart(EntityKey key, Property property)
    {
        if (key.Value is not CompositeKey composite) return key.Type.Key.Properties[0] == property ? key.Value : null;
        return key.Type.Key.Properties.IndexOf(property) is >= 0 and var part ? composite.Parts[part] : null;
    }

    private static PendingKey? Pending(StagedRow row, Property property)
    {
        foreach (var pending in row.PendingKeys)
        {
            if (pending.Property == property) return pending;
        }
        return null;
    }

    private void FindInserted()
    {
        EntityType? latest = null;
        foreach (var row in _rows)
        {
            if (row.Action == RowAction.Insert && row.Type != latest) _insertedTypes.Add(latest = row.Type);
        }
    }

    private Dictionary<Guid, int> ByTemporaryKey()
    {
        var inserted = new Dictionary<Guid, int>();
        for (var i = 0; i < _rows.Count; i++)
        {
            if (_rows[i].Action == RowAction.Insert && _rows[i].TemporaryKey != default) inserted.Add(_rows[i].TemporaryKey, i);
        }
        return inserted;
    }

    private void FindEdges()
    {
        if (_insertedTypes.Count == 0) return;
        var relations = new Dictionary<EntityType, Relation[]>();
        for (var i = 0; i < _rows.Count; i++)
        {
            var row = _rows[i];
            if (!relations.TryGetValue(row.Type, out var references))
            {
                references = [.. row.Type.Relations.Where(r => r.HoldsForeignKey && !r.FromKey.IsEmpty && _insertedTypes.Contains(r.To))];
                relations.Add(row.Type, references);
            }
            var first = _edges.Count;
            foreach (var relation in references)
            {
                if (Target(row, relation, i) is { } target) _edges.Add(new(target, i, relation, relation.FromKey));
            }
            foreach (var pending in row.PendingKeys)
            {
                var isCovered = false;
                for (var e = first; e < _edges.Count; e++) isCovered |= _edges[e].Columns.Contains(pending.Property);
                if (!isCovered) _edges.Add(new(Inserted(pending.Target), i, null, [pending.Property]));
            }
        }
    }

    /// <summary>The inserted row that a foreign key refers to; null when it is empty, not written, or refers to a row that is there already.</summary>
    private int? Target(StagedRow row, Relation relation, int self)
    {
        if (!relation.FromKey.Any(p => row.Writes.BinarySearch(p.Ordinal) >= 0)) return null;
        foreach (var property in relation.FromKey)
        {
            if (Pending(row, property) is not { } pending) continue;
            var target = Inserted(pending.Target);
            return _rows[target].Type == relation.To ? target : null;
        }
        if (!_byReferencedKey.TryGetValue(relation, out var known)) _byReferencedKey.Add(relation, known = KnownKeys(relation));
        if (known.Count == 0) return null;
        var parts = ImmutableArray.CreateBuilder<object>(relation.FromKey.Length);
        foreach (var property in relation.FromKey)
        {
            if (row.Values[property.Ordinal] is not { } part) return null;
            parts.Add(part);
        }
        // A row may refer to itself by a key it brings along: the server looks at the end of the statement.
        return known.TryGetValue(KeyValues.From(relation.To, parts.MoveToImmutable()), out var found) && found != self ? found : null;
    }

    private Dictionary<EntityKey, int> KnownKeys(Relation relation)
    {
        var known = new Dictionary<EntityKey, int>();
        for (var i = 0; i < _rows.Count; i++)
        {
            if (_rows[i] is not { Action: RowAction.Insert } row || row.Type != relation.To) continue;
            var parts = relation.ToKey.Select(p => Pending(row, p) is not null ? null : row.Writes.BinarySearch(p.Ordinal) >= 0 ? row.Values[p.Ordinal] : row.Key is { } key ? KeyPart(key, p) : null);
            ImmutableArray<object?> values = [.. parts];
            if (!values.Contains(null)) known.TryAdd(KeyValues.From(relation.To, values!), i);
        }
        return known;
    }

    /// <returns>For rows inserted with keys left empty, the ordinals of these.</returns>
    private Dictionary<int, SortedSet<int>> BreakCycles()
    {
        var repaired = new Dictionary<int, SortedSet<int>>();
        if (_edges.Count == 0 || CyclicTypes().Count == 0) return repaired;
        while (true)
        {
            var component = DependencySort.Components(_rows.Count, Edges);
            var cycles = _edges.Where(e => component[e.Before] == component[e.After]).GroupBy(e => component[e.Before]).ToList();
            if (cycles.Count == 0) return repaired;
            var cut = new HashSet<RowEdge>();
            foreach (var cycle in cycles)
            {
                var empty = cycle.Where(e => e.Nullable.Any()).GroupBy(e => (Type: _rows[e.After].Type.Ordinal, Key: e.Columns[0].Ordinal))
                    .OrderBy(g => g.Count()).ThenBy(g => g.Key).FirstOrDefault()
                    ?? throw new CyclicDependencyException([.. cycle.Select(e => e.Describe(_rows)).Distinct().Order(StringComparer.Ordinal)]);
                foreach (var edge in empty)
                {
                    if (!repaired.TryGetValue(edge.After, out var columns)) repaired.Add(edge.After, columns = []);
                    columns.UnionWith(edge.Nullable.Select(p => p.Ordinal));
                    cut.Add(edge);
                }
            }
            _edges.RemoveAll(cut.Contains);
        }
    }

    /// <summary>Types whose rows refer, directly or not, to rows of the same type.</summary>
    private HashSet<EntityType> CyclicTypes()
    {
        var (component, types) = TypeComponents();
        return [.. _edges.Where(e => component[types[_rows[e.Before].Type]] == component[types[_rows[e.After].Type]]).Select(e => _rows[e.After].Type)];
    }

    private (int[] Component, Dictionary<EntityType, int> Types) TypeComponents()
    {
        var types = new Dictionary<EntityType, int>();
        foreach (var row in _rows) types.TryAdd(row.Type, types.Count);
        var edges = _edges.Select(e => (types[_rows[e.Before].Type], types[_rows[e.After].Type])).Distinct();
        return (DependencySort.Components(types.Count, edges), types);
    }

    private int[] FindLevels()
    {
        var levels = new int[_rows.Count];
        if (_edges.Count == 0) return levels;
        var (component, types) = TypeComponents();
        var inside = _edges.Where(e => component[types[_rows[e.Before].Type]] == component[types[_rows[e.After].Type]]).ToList();
        if (inside.Count == 0) return levels;
        var before = inside.ToLookup(e => e.After, e => e.Before);
        foreach (var row in DependencySort.Order(_rows.Count, inside.Select(e => (e.Before, e.After)), Comparer<int>.Default))
        {
            foreach (var needed in before[row]) levels[row] = Math.Max(levels[row], levels[needed] + 1);
        }
        return levels;
    }

    private void AddRepairs(Dictionary<int, SortedSet<int>> repaired)
    {
        if (repaired.Count == 0) return;
        foreach (var (row, columns) in repaired.OrderBy(r => r.Key))
        {
            var staged = _rows[row];
            var repair = new StagedRow(RowAction.Update, staged.Type)
            {
                Order = staged.Order,
                Key = staged.Key,
                TemporaryKey = staged.TemporaryKey,
                Values = staged.Values,
                Writes = [.. columns],
                PendingKeys = [.. staged.PendingKeys.Where(p => columns.Contains(p.Property.Ordinal))],
            };
            var values = staged.Values.ToBuilder();
            foreach (var column in columns) values[column] = null;
            _rows[row] = staged with { Values = values.ToImmutable(), PendingKeys = [.. staged.PendingKeys.Where(p => !columns.Contains(p.Property.Ordinal))] };
            _edges.Add(new(row, _rows.Count, null, []));
            foreach (var relation in staged.Type.Relations.Where(r => r.HoldsForeignKey && _insertedTypes.Contains(r.To)))
            {
                if (Target(repair, relation, row) is { } target) _edges.Add(new(target, _rows.Count, relation, relation.FromKey));
            }
            foreach (var pending in repair.PendingKeys) _edges.Add(new(Inserted(pending.Target), _rows.Count, null, []));
            _rows.Add(repair);
        }
        Levels = [.. Levels, .. Enumerable.Repeat(LevelOfRepairs, repaired.Count)];
    }

    /// <summary>A row refers to an inserted one.</summary>
    private readonly record struct RowEdge(int Before, int After, Relation? Relation, ImmutableArray<Property> Columns)
    {
        public IEnumerable<Property> Nullable => Columns.Where(p => p.IsNullable && !p.IsKey);
        public string Describe(List<StagedRow> rows) => $"{rows[After].Type.Name}.{Relation?.Name ?? Columns[0].Name}";
    }
}

/// <summary>Where a value comes from: it is known, or a generated column of a row that is inserted.</summary>
internal readonly record struct CellSource(object? Value, int Row, Property? Property)
{
    public bool IsKnown => Property is null;
    public static CellSource Known(object? value) => new(value, -1, null);
    public static CellSource Generated(int row, Property property) => new(null, row, property);
}
