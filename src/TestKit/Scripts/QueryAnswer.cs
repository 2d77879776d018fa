using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Models;
using AkkaOrm.Rows;
using AkkaOrm.Tracking;

namespace AkkaOrm.Scripts;

/// <summary>Results of a query turned back into the rows they are made of, step by step.</summary>
internal sealed class QueryAnswer : IPreparedAnswer
{
    private readonly ImmutableArray<RowPage> _pages;
    private readonly ImmutableArray<PlanStep> _steps;
    private readonly List<(EntityType Type, object?[] Values)> _shown;

    private QueryAnswer(ImmutableArray<PlanStep> steps, ImmutableArray<RowPage> pages, List<(EntityType, object?[])> shown) => (_steps, _pages, _shown) = (steps, pages, shown);

    /// <exception cref="ArgumentException">The rows cannot be what the query returns.</exception>
    public static QueryAnswer Of(Model model, PreparedRead read, Array rows)
    {
        if (read.Shape is not ResultShape.Entities entities) return new(read.Plan.Steps, [ProjectionRows.Page(model, read, rows)], []);
        var builder = new EntityRowsBuilder(read.Plan);
        foreach (var row in rows) builder.Add(entities.Root, row ?? throw new ArgumentException("null was given as a row"));
        return new(read.Plan.Steps, builder.ToPages(), builder.Shown);
    }

    public ScriptedResult For(in BoundStatement statement, WrittenRowMaker rows)
    {
        foreach (var (type, values) in _shown) rows.Shown.Show(type, values);
        var page = statement.Statement.Sql == _steps[0].Statement.Sql ? _pages[0] : Limited(statement);
        return new(page, page.RowCount) { Following = [.. _pages.Skip(1).Select((p, i) => new Follower(_steps[i + 1].Statement.Sql, p))] };
    }

    // First and Single ask with a limit of their own, the last parameter.
    private RowPage Limited(in BoundStatement statement)
    {
        var limit = statement.Arguments is [.., long rows] ? (int)rows : 2;
        return _pages[0].RowCount <= limit ? _pages[0] : _pages[0].Pick([.. Enumerable.Range(0, limit)]);
    }
}

/// <summary>Entities and what is loaded in them as rows of the steps of a plan.</summary>
internal sealed class EntityRowsBuilder(Plan plan)
{
    private readonly ImmutableArray<PageBuilder> _pages = [.. plan.Steps.Select(s => new PageBuilder(s.Statement))];
    private readonly HashSet<(int Step, object? Parent, EntityKey Key)> _added = [];

    public List<(EntityType Type, object?[] Values)> Shown { get; } = [];

    public void Add(EntityNode node, object entity) => Fill(node, entity, _pages[node.Step].Add());

    public ImmutableArray<RowPage> ToPages() => [.. _pages.Select(p => p.ToPage())];

    private void Fill(EntityNode node, object entity, object?[] row)
    {
        var values = EntityValues.Of(node.Type, entity);
        Shown.Add((node.Type, values));
        foreach (var property in node.Type.Properties)
            if (node.Columns[property.Ordinal] is >= 0 and var column) row[column] = values[property.Ordinal];
        foreach (var include in node.Includes)
        {
            var related = EntityValues.Related(include.Relation, entity);
            if (!include.IsJoined) foreach (var child in related) AddRelated(include, child, row);
            else if (related.Count > 0) Fill(include.Child, related[0], row);
        }
    }

    private void AddRelated(IncludeNode include, object child, object?[] parent)
    {
        var key = KeyValues.Of(include.Child.Type, child) ?? throw new ArgumentException($"a {include.Child.Type.Name} in {include.Relation} has no key: a row of a database has one");
        // A parent of several, as a country of its travelers, is one row; a child of several, through a link, one for each.
        var holder = include.Relation.HoldsForeignKey ? null : string.Join('\u0001', include.ParentKey.Select(c => parent[c]));
        if (!_added.Add((include.Child.Step, holder, key))) return;
        var row = _pages[include.Child.Step].Add();
        Fill(include.Child, child, row);
        if (include.Relation.HoldsForeignKey) return;
        for (var i = 0; i < include.ChildKey.Length; i++) row[include.ChildKey[i]] = parent[include.ParentKey[i]];
    }
}
