using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Models;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Orders a unit's rows into statements.</summary>
/// <remarks>Pure: reads the unit, changes nothing. Source: Kahn 1962; SQLAlchemy's unit of work for the order of tables and the levels of rows.</remarks>
internal static class FlushPlanner
{
    /// <returns>Statements in the order of execution; none when nothing changed. Equal shapes are one statement.</returns>
    /// <exception cref="CyclicDependencyException">New rows refer to each other and no key of the cycle is nullable.</exception>
    public static FlushPlan Plan(Model model, StagedUnit unit, PlanTransaction transaction, string beginOptions = "") =>
        Plan(TableRanks.Of(model), unit, transaction, beginOptions);

    /// <param name="ranks">The order of tables: see <see cref="TableRanks"/>.</param>
    internal static FlushPlan Plan(IReadOnlyDictionary<EntityType, int> ranks, StagedUnit unit, PlanTransaction transaction, string beginOptions)
    {
        var graph = RowGraph.Of(unit.Rows);
        var deletes = DeleteOrder.Of(unit.Rows);
        var groups = new FlushGroups();
        var edges = new HashSet<(int Before, int After)>();
        var needsRows = new HashSet<(int Before, int After)>();

        var groupOf = GroupRows(graph, groups, edges, needsRows);
        GroupDeletes(deletes, groups, edges);
        GroupLinks(unit.Links, graph, groupOf, groups, edges, needsRows);

        FlushGroup[] order = [.. FlushOrder.Of(groups.All, ranks, edges, needsRows).Select(i => groups.All[i])];
        var steps = new StepWriter(graph, isAlone: transaction == PlanTransaction.Commit);
        foreach (var (type, rows, isForDelete) in LockOrder.Of(order, unit, ranks)) steps.Lock(type, rows, isForDelete);
        foreach (var group in order) steps.Write(group);
        return steps.ToPlan(transaction, beginOptions);
    }

    private static int[] GroupRows(RowGraph graph, FlushGroups groups, HashSet<(int Before, int After)> edges, HashSet<(int Before, int After)> needsRows)
    {
        var groupOf = new int[graph.Rows.Count];
        for (var i = 0; i < groupOf.Length; i++)
        {
            var row = graph.Rows[i];
            groupOf[i] = row is { Action: RowAction.Update, Writes.IsEmpty: true } ? -1 : groups.Add(row, i, graph.Levels[i]);
        }
        foreach (var (before, after) in graph.Edges) edges.Add((groupOf[before], groupOf[after]));
        for (var i = 0; i < groupOf.Length; i++)
        {
            var row = graph.Rows[i];
            if (row is { PendingKeys.IsEmpty: true, Action: RowAction.Insert }) continue;
            foreach (var pending in row.PendingKeys) Needs(graph.Source(i, pending.Property), groupOf[i]);
            if (row is not { Action: RowAction.Update, Key: null }) continue;
            foreach (var property in row.Type.Key.Properties) Needs(graph.Source(graph.Inserted(row.TemporaryKey), property), groupOf[i]);
        }
        return groupOf;

        void Needs(CellSource source, int group)
        {
            if (!source.IsKnown) needsRows.Add((groupOf[source.Row], group));
        }
    }

    private static void GroupDeletes(DeleteOrder deletes, FlushGroups groups, HashSet<(int Before, int After)> edges)
    {
        List<(EntityType Type, int Group)> added = [], emptied = [];
        foreach (var row in deletes.Emptied) emptied.Add((row.Type, groups.Add(row, -1, RowGraph.LevelOfEmptied)));
        foreach (var row in deletes.Deletes) added.Add((row.Type, groups.Add(row, -1, 0)));
        var byType = added.Distinct().ToLookup(d => d.Type, d => d.Group);
        foreach (var (type, update) in emptied.Distinct()) edges.UnionWith(byType[type].Select(delete => (update, delete)));
        foreach (var (child, parent) in deletes.Edges)
        {
            foreach (var before in byType[child]) edges.UnionWith(byType[parent].Select(after => (before, after)));
        }
    }

    private static void GroupLinks(
        ImmutableArray<StagedLink> links, RowGraph graph, int[] groupOf, FlushGroups groups, HashSet<(int Before, int After)> edges, HashSet<(int Before, int After)> needsRows)
    {
        foreach (var link in links.Select(SeenFromOneSide).Distinct())
        {
            var group = groups.Add(link);
            foreach (var end in new[] { link.From, link.To })
            {
                if (!end.IsTemporary) continue;
                var row = graph.Inserted(end.TemporaryKey);
                edges.Add((groupOf[row], group));
                foreach (var property in end.Type.Key.Properties)
                {
                    if (graph.Source(row, property) is { IsKnown: false } source) needsRows.Add((groupOf[source.Row], group));
                }
            }
        }
    }

    /// <summary>Both sides of a relation write the same table: one statement, and no link twice.</summary>
    private static StagedLink SeenFromOneSide(StagedLink link) =>
        link.Relation.Inverse is { Link: not null } inverse && (inverse.From.Ordinal, inverse.Ordinal).CompareTo((link.Relation.From.Ordinal, link.Relation.Ordinal)) < 0
            ? new(inverse, link.To, link.From, link.IsAdded)
            : link;
}
