using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>The order of a unit's statements: what must come first, what had better come first, and what waits for another's rows.</summary>
/// <remarks>
/// Preferred, where nothing else speaks: parents before children, UPDATE before INSERT within a table, links after rows, deletes last with
/// children before parents. Statements that need generated keys come after those that do not, so that round trips are as few as they can be.
/// </remarks>
internal sealed class FlushOrder
{
    private readonly IReadOnlyList<FlushGroup> _groups;
    private readonly IReadOnlyDictionary<EntityType, int> _ranks;
    private readonly HashSet<(int Before, int After)> _edges;
    private readonly HashSet<(int Before, int After)> _needsRows;

    /// <param name="edges">Between groups: what must come first.</param>
    /// <param name="needsRows">Those of them where the later takes values from the rows that the earlier returns.</param>
    private FlushOrder(IReadOnlyList<FlushGroup> groups, IReadOnlyDictionary<EntityType, int> ranks, IEnumerable<(int Before, int After)> edges, IEnumerable<(int Before, int After)> needsRows)
    {
        (_groups, _ranks, _needsRows) = (groups, ranks, [.. needsRows]);
        _edges = [.. edges.Concat(_needsRows)];
    }

    public static List<int> Of(IReadOnlyList<FlushGroup> groups, IReadOnlyDictionary<EntityType, int> ranks, IEnumerable<(int Before, int After)> edges, IEnumerable<(int Before, int After)> needsRows)
    {
        if (groups.Count == 1) return [0];
        var order = new FlushOrder(groups, ranks, edges, needsRows);
        order.DeleteLast();
        order.FreeUniqueValuesFirst();
        return order.Sort();
    }

    /// <summary>Whoever refers to a row lets go of it before it is deleted: a child's row, its foreign key, a link.</summary>
    private void DeleteLast()
    {
        for (var delete = 0; delete < _groups.Count; delete++)
        {
            if (_groups[delete].Kind != FlushStepKind.Delete) continue;
            var parent = _groups[delete].Type;
            for (var other = 0; other < _groups.Count; other++)
            {
                var group = _groups[other];
                var isBefore = group.Kind switch
                {
                    FlushStepKind.Update => group.Type.Relations.Any(r => r.HoldsForeignKey && r.To == parent && r.FromKey.Any(p => group.Columns.Contains(p.Ordinal))),
                    FlushStepKind.Unlink => group.Relation!.From == parent || group.Relation.To == parent,
                    _ => false,
                };
                if (isBefore) _edges.Add((other, delete));
            }
        }
    }

    /// <summary>A unique value is taken after it was let go of, as far as the model knows of it and nothing forbids.</summary>
    private void FreeUniqueValuesFirst()
    {
        for (var taker = 0; taker < _groups.Count; taker++)
        {
            if (_groups[taker] is not { Kind: FlushStepKind.Insert or FlushStepKind.Update, IsRepair: false } taking) continue;
            for (var giver = 0; giver < _groups.Count; giver++)
            {
                var giving = _groups[giver];
                if (giving.Type != taking.Type || !UniqueValues.MayPass(giving, taking)) continue;
                if (!DependencySort.Reaches(taker, giver, _edges)) _edges.Add((giver, taker));
            }
        }
    }

    private List<int> Sort()
    {
        var count = _groups.Count;
        var order = DependencySort.Order(count, _edges, Comparer<int>.Default);
        if (order.Count != count) throw new InvalidOperationException("statements need each other in a circle");
        var (before, after) = (_edges.ToLookup(e => e.After, e => e.Before), _edges.ToLookup(e => e.Before, e => e.After));
        var (wave, phase) = (new int[count], new int[count]);
        foreach (var group in order)
        {
            foreach (var needed in before[group]) wave[group] = Math.Max(wave[group], wave[needed] + (_needsRows.Contains((needed, group)) ? 1 : 0));
        }
        for (var i = count - 1; i >= 0; i--)
        {
            var group = order[i];
            phase[group] = Phase(_groups[group].Kind);
            foreach (var waiting in after[group]) phase[group] = Math.Min(phase[group], phase[waiting]);
        }
        return DependencySort.Order(count, _edges, Comparer<int>.Create((a, b) => Preference(a).CompareTo(Preference(b))));

        (int, int, int, int, int, int) Preference(int i)
        {
            var group = _groups[i];
            var rank = group.Kind == FlushStepKind.Delete ? -_ranks[group.Type] : _ranks[group.Type];
            return (phase[i], wave[i], rank, group.Level, group.Kind == FlushStepKind.Update ? 0 : 1, i);
        }
    }

    private static int Phase(FlushStepKind kind) => kind switch
    {
        FlushStepKind.Unlink => 1,
        FlushStepKind.Link => 2,
        FlushStepKind.Delete => 3,
        _ => 0,
    };
}
