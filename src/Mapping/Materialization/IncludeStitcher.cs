using System.Buffers;
using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Models;
using AkkaOrm.Rows;
using AkkaOrm.Tracking;

namespace AkkaOrm.Materialization;

/// <summary>Puts the steps of one result together: one value for a key however many ways lead to it, children to their parents by key, back-references without SQL.</summary>
/// <remarks>One use per result. Values are complete before anybody else sees them.</remarks>
internal sealed class IncludeStitcher(PlanResult result, IdentityMap? map)
{
    private readonly Dictionary<EntityType, ResultKeys> _keys = [];

    // The rows of a result are numbered node by node.
    private readonly List<(int Number, object[] Values)> _nodes = [];
    private int _next;

    private PlanResult Result => result;
    private IdentityMap? Tracking => map;

    /// <summary>The entities of a node's step, one for each row and in their order.</summary>
    public IReadOnlyList<object> Read(EntityNode node)
    {
        // With no includes and no tracking nothing can meet: rows need not be looked up by key.
        if (node.Includes.IsEmpty && node.Step == 0 && map is null) return Made(node, result.Steps[0]);
        return Rows(node, isWhole: true);
    }

    /// <summary>Loads relations into values in hand.</summary>
    public void Attach(EntityType type, IReadOnlyList<object> parents, ImmutableArray<IncludeNode> includes, Func<object, Property, object?> keyOf)
    {
        foreach (var include in includes)
        {
            var children = new Children(this, include);
            foreach (var parent in parents) children.Give(parent, children.Groups.Find(KeyTuple.From(include.Relation.FromKey, property => keyOf(parent, property))));
        }
    }

    private static object[] Made(EntityNode node, StepResult step)
    {
        var reader = EntityReader.For(node.Type, node.Columns);
        var values = reader.NewArray(step.RowCount);
        var at = 0;
        foreach (var page in step.Pages)
        {
            reader.Fill(page, 0, page.RowCount, values, at);
            at += page.RowCount;
        }
        return values;
    }

    /// <param name="isWhole">Every row holds such an entity, and most of them another: they are made all at once.</param>
    private object[] Rows(EntityNode node, bool isWhole)
    {
        var step = result.Steps[node.Step];
        var count = step.RowCount;
        var reader = EntityReader.For(node.Type, node.Columns);
        var values = reader.NewArray(count);
        var isOnly = map is { TakesPages: true } && node.Includes.IsEmpty && result.Steps.Length == 1 && isWhole && count <= map.MaxTracked;
        var number = isOnly ? map!.BeginResult(node.Type, count) : 0;
        var keys = isOnly ? null : Keys(node.Type, isWhole ? count : 0);
        var first = _next;
        _nodes.Add((first, values));
        _next += count;
        var firsts = ArrayPool<int>.Shared.Rent(Math.Max(step.Pages.Max(p => p.RowCount), 1));
        var at = 0;
        foreach (var page in step.Pages)
        {
            if (page.RowCount == 0) continue;
            var own = firsts.AsSpan(0, page.RowCount);
            if (isWhole) reader.Fill(page, 0, page.RowCount, values, at);
            if (keys is null) map!.Seen(node.Type, page, node.Columns, own, first + at, number);
            else keys.Meet(page, node.Columns, own, first + at);
            Make(node, reader, page, own, values, at, first, isWhole);
            if (keys is not null) Track(node, page, own, values, at, first);
            Repeat(own, values, at, first);
            at += page.RowCount;
        }
        ArrayPool<int>.Shared.Return(firsts);
        foreach (var include in node.Includes) Include(include, step, values);
        return values;
    }

    private static void Make(EntityNode node, EntityReader reader, RowPage page, ReadOnlySpan<int> firsts, object[] values, int at, int number, bool isWhole)
    {
        for (var row = 0; row < firsts.Length; row++)
        {
            if (firsts[row] == number + at + row)
            {
                if (!isWhole) reader.Fill(page, row, 1, values, at + row);
            }
            else if (isWhole && firsts[row] < 0) throw new InvalidOperationException($"a row of {node.Type.Name} without a key");
        }
    }

    // Once those that come first are as they are to be shown.
    private void Repeat(ReadOnlySpan<int> firsts, object[] values, int at, int number)
    {
        for (var row = 0; row < firsts.Length; row++)
        {
            if (firsts[row] >= 0 && firsts[row] != number + at + row) values[at + row] = Value(firsts[row]);
        }
    }

    private void Track(EntityNode node, RowPage page, ReadOnlySpan<int> firsts, object[] values, int at, int number)
    {
        if (map is null) return;
        if (map.TakesPages)
        {
            map.Seen(node.Type, page, node.Columns, firsts, number + at);
            return;
        }
        for (var row = 0; row < firsts.Length; row++)
        {
            if (firsts[row] != number + at + row) continue;
            var read = new EntityRow(page, row, node.Columns);
            var shown = map.Seen(KeyValues.Of(node.Type, read)!.Value, read);
            if (shown != read) values[at + row] = EntityMaterializer.Instance.Make(node.Type, shown);
        }
    }

    private object Value(int number)
    {
        for (var i = _nodes.Count - 1; ; i--)
        {
            if (_nodes[i].Number <= number) return _nodes[i].Values[number - _nodes[i].Number];
        }
    }

    private ResultKeys Keys(EntityType type, int rows)
    {
        if (!_keys.TryGetValue(type, out var keys)) _keys.Add(type, keys = new(type));
        keys.Reserve(rows);
        return keys;
    }

    private void Include(IncludeNode include, StepResult step, object?[] parents)
    {
        if (include.IsJoined)
        {
            Joined(include, parents);
            return;
        }
        var children = new Children(this, include);
        var at = 0;
        foreach (var page in step.Pages)
        {
            for (var row = 0; row < page.RowCount; row++)
            {
                if (parents[at + row] is { } parent) children.Give(parent, children.Groups.Find(page, row, include.ParentKey));
            }
            at += page.RowCount;
        }
    }

    private void Joined(IncludeNode include, object?[] parents)
    {
        var children = Rows(include.Child, isWhole: false);
        var set = RelationMembers.ToOne(include.Relation);
        var setBack = Children.BackReference(include);
        for (var row = 0; row < children.Length; row++)
        {
            if (parents[row] is not { } parent) continue;
            set(parent, children[row]);
            if (setBack is not null && children[row] is { } child) setBack(child, parent);
        }
    }

    /// <summary>The rows of an include's own step, on their way to their parents.</summary>
    private sealed class Children
    {
        private readonly IncludeNode _include;
        private readonly IdentityMap? _map;
        private readonly object[] _sorted;
        private readonly ColumnBuffer? _keys;
        private readonly ToOneSetter? _setBack;

        public Children(IncludeStitcher stitcher, IncludeNode include)
        {
            var pages = stitcher.Result.Steps[include.Child.Step].Pages;
            var values = stitcher.Rows(include.Child, isWhole: include.Relation.Link is null);
            _include = include;
            Groups = ChildGroups.Of(pages, include.ChildKey);
            _sorted = EntityReader.For(include.Child.Type, include.Child.Columns).NewArray(Groups.Order.Length);
            for (var i = 0; i < _sorted.Length; i++) _sorted[i] = values[Groups.Order[i]];
            _setBack = BackReference(include);
            if (stitcher.Tracking is not { } map || include.IsPartial || include.Relation.Kind == RelationKind.ToOne) return;
            _map = map;
            _keys = MemberKeys.Of(include.Child.Type, pages, include.Child.Columns, Groups.Order);
        }

        public ChildGroups Groups { get; }

        /// <summary>What of a child leads back to its parent and is not loaded otherwise.</summary>
        public static ToOneSetter? BackReference(IncludeNode include) =>
            include.Relation.Inverse is { Kind: RelationKind.ToOne, Member: not null } inverse && include.Child.Includes.All(i => i.Relation != inverse) ? RelationMembers.ToOne(inverse) : null;

        public void Give(object parent, int group)
        {
            var relation = _include.Relation;
            var (from, count) = Groups[group];
            if (relation.Kind == RelationKind.ToOne)
            {
                RelationMembers.ToOne(relation)(parent, count > 0 ? _sorted[from] : null);
                count = Math.Min(count, 1);
            }
            else RelationMembers.ToMany(relation)(parent, _sorted, from, count, _include.IsPartial);
            if (_setBack is not null)
            {
                for (var i = from; i < from + count; i++) _setBack(_sorted[i], parent);
            }
            if (_map is not null && KeyValues.Of(relation.From, parent) is { } key) _map.SetMembers(key, relation, new MemberKeys(relation.To, _keys!, from, count));
        }
    }
}
