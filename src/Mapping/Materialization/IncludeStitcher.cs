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
    private readonly Dictionary<EntityKey, object> _made = [];

    /// <summary>The entities of a node's step, one for each row and in their order.</summary>
    public IReadOnlyList<object> Read(EntityNode node)
    {
        var page = result.Steps[node.Step].Rows;
        return Rows(node, page, Single(node))!;
    }

    /// <summary>Loads relations into values in hand.</summary>
    public void Attach(EntityType type, IReadOnlyList<object> parents, ImmutableArray<IncludeNode> includes, Func<object, Property, object?> keyOf)
    {
        foreach (var include in includes)
        {
            var keys = parents.Select(p => KeyTuple.From(include.Relation.FromKey, property => keyOf(p, property))).ToArray();
            Match(include, parents, keys);
        }
    }

    // With no includes and no tracking nothing can meet: rows need not be looked up by key.
    private bool Single(EntityNode node) => map is null && node.Includes.IsEmpty && node.Step == 0;

    private object[] Rows(EntityNode node, RowPage page, bool alone)
    {
        var values = new object[page.RowCount];
        var make = RowReaders.For(node.Type, node.Columns);
        for (var row = 0; row < values.Length; row++)
            values[row] = alone ? make(page, row) : Value(node, page, row, make) ?? throw new InvalidOperationException($"a row of {node.Type.Name} without a key");
        foreach (var include in node.Includes) Include(include, page, values);
        return values;
    }

    private object? Value(EntityNode node, RowPage page, int row, RowReader make)
    {
        var read = new EntityRow(page, row, node.Columns);
        if (KeyValues.Of(node.Type, read) is not { } key) return null;
        if (_made.TryGetValue(key, out var known)) return known;
        var shown = map?.Seen(key, read) ?? read;
        var value = shown == read ? make(page, row) : EntityMaterializer.Instance.Make(node.Type, shown);
        _made.Add(key, value);
        return value;
    }

    private void Include(IncludeNode include, RowPage page, object?[] parents)
    {
        if (include.IsJoined)
        {
            Joined(include, page, parents);
            return;
        }
        var present = Enumerable.Range(0, parents.Length).Where(row => parents[row] is not null).ToList();
        Match(include, [.. present.Select(row => parents[row]!)], [.. present.Select(row => KeyTuple.From(page, row, include.ParentKey))]);
    }

    private void Joined(IncludeNode include, RowPage page, object?[] parents)
    {
        var make = RowReaders.For(include.Child.Type, include.Child.Columns);
        var children = new object?[parents.Length];
        for (var row = 0; row < children.Length; row++)
        {
            if (parents[row] is not { } parent) continue;
            children[row] = Value(include.Child, page, row, make);
            SetToOne(parent, include, children[row]);
        }
        foreach (var inner in include.Child.Includes) Include(inner, page, children);
    }

    private void Match(IncludeNode include, IReadOnlyList<object> parents, IReadOnlyList<object?> parentKeys)
    {
        var page = result.Steps[include.Child.Step].Rows;
        var children = Rows(include.Child, page, alone: false);
        var byKey = new Dictionary<object, List<object>>();
        for (var row = 0; row < children.Length; row++)
        {
            if (KeyTuple.From(page, row, include.ChildKey) is not { } key) continue;
            if (!byKey.TryGetValue(key, out var group)) byKey.Add(key, group = []);
            group.Add(children[row]);
        }
        for (var i = 0; i < parents.Count; i++)
        {
            var found = parentKeys[i] is { } key && byKey.TryGetValue(key, out var group) ? group : [];
            if (include.Relation.Kind == RelationKind.ToOne) SetToOne(parents[i], include, found.FirstOrDefault());
            else SetToMany(parents[i], include, found);
        }
    }

    private static void SetToOne(object parent, IncludeNode include, object? child)
    {
        RelationMembers.SetToOne(parent, include.Relation, child);
        if (child is not null && include.Relation.Inverse is { Kind: RelationKind.ToOne, Member: not null } inverse && !Loads(include.Child, inverse))
            RelationMembers.SetToOne(child, inverse, parent);
    }

    private void SetToMany(object parent, IncludeNode include, List<object> children)
    {
        var relation = include.Relation;
        RelationMembers.SetToMany(parent, relation, children, include.IsPartial);
        if (relation.Inverse is { Kind: RelationKind.ToOne, Member: not null } inverse && !Loads(include.Child, inverse))
        {
            foreach (var child in children) RelationMembers.SetToOne(child, inverse, parent);
        }
        if (map is not null && !include.IsPartial && KeyValues.Of(relation.From, parent) is { } key)
            map.SetMembers(key, relation, [.. children.Select(c => KeyValues.Of(relation.To, c)!.Value)]);
    }

    private static bool Loads(EntityNode node, Relation relation) => node.Includes.Any(i => i.Relation == relation);
}
