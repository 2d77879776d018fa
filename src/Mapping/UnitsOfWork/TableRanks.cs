using System.Runtime.CompilerServices;
using AkkaOrm.Models;

namespace AkkaOrm.UnitsOfWork;

/// <summary>One order of a model's tables for all units: parents before children as far as there are no cycles. Locks are taken in it.</summary>
internal static class TableRanks
{
    private static readonly ConditionalWeakTable<Model, IReadOnlyDictionary<EntityType, int>> Known = [];

    public static IReadOnlyDictionary<EntityType, int> Of(Model model) => Known.GetValue(model, static m => Of(m.EntityTypes));

    public static IReadOnlyDictionary<EntityType, int> Of(IReadOnlyList<EntityType> types)
    {
        var place = types.Select((type, i) => (type, i)).ToDictionary(p => p.type, p => p.i);
        var edges = new HashSet<(int Before, int After)>();
        foreach (var type in types)
        {
            foreach (var relation in type.Relations)
            {
                if (relation.HoldsForeignKey && relation.To != type && place.TryGetValue(relation.To, out var parent)) edges.Add((parent, place[type]));
            }
        }
        var component = DependencySort.Components(types.Count, edges);
        var members = Enumerable.Range(0, types.Count).GroupBy(i => component[i]).ToDictionary(g => g.Key, g => g.Order().ToList());
        var between = edges.Select(e => (component[e.Before], component[e.After])).Where(e => e.Item1 != e.Item2).Distinct();
        var byFirstMember = Comparer<int>.Create((a, b) => members[a][0].CompareTo(members[b][0]));
        var ranks = new Dictionary<EntityType, int>();
        foreach (var one in DependencySort.Order(members.Count, between, byFirstMember))
        {
            foreach (var member in members[one]) ranks.Add(types[member], ranks.Count);
        }
        return ranks;
    }
}
