using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Which rows are locked before anything is written, so that two units never wait for each other.</summary>
/// <remarks>
/// All units take locks in one order: tables by rank, rows by key. A statement on one row needs no lock of its own where the statements
/// come in that order anyway; all tables up to the last that does not are locked first.
/// </remarks>
internal static class LockOrder
{
    public static IEnumerable<(EntityType Type, IReadOnlyList<StagedRow> Rows, bool IsForDelete)> Of(IEnumerable<FlushGroup> order, StagedUnit unit, IReadOnlyDictionary<EntityType, int> ranks)
    {
        var byType = new Dictionary<EntityType, List<StagedRow>>();
        foreach (var row in unit.Rows)
        {
            if (row.Action != RowAction.Delete && row is not { Action: RowAction.Update, Writes.IsEmpty: false }) continue;
            if (!byType.TryGetValue(row.Type, out var rows)) byType.Add(row.Type, rows = []);
            rows.Add(row);
        }
        var existing = byType.OrderBy(g => ranks[g.Key]).ToList();
        if (existing.Count == 0) return [];
        var last = existing.Where(g => g.Value.Count > 1).Select(g => ranks[g.Key]).DefaultIfEmpty(-1).Max();
        var highest = -1;
        foreach (var group in order)
        {
            if (group.Kind is not (FlushStepKind.Update or FlushStepKind.Delete) || group.IsRepair) continue;
            var rank = ranks[group.Type];
            if (rank < highest) last = Math.Max(last, highest);
            highest = Math.Max(highest, rank);
        }
        return existing.Where(g => ranks[g.Key] <= last).Select(g => (g.Key, KeyOrder.Sorted(g.Value, static r => r.Key!.Value), AreSeenByReferences(g.Value)));
    }

    /// <summary>The server takes the stronger lock for one of them, which those that refer to the row wait for.</summary>
    private static bool AreSeenByReferences(List<StagedRow> rows)
    {
        ImmutableArray<int> judged = default;
        foreach (var row in rows)
        {
            if (row.Action == RowAction.Delete) return true;
            if (row.Writes == judged) continue;
            judged = row.Writes;
            if (judged.Any(w => row.Type.Properties[w].IsKey || row.Type.Indexes.Any(i => i.IsUnique && i.Properties.Any(p => p.Ordinal == w)))) return true;
        }
        return false;
    }
}

/// <summary>Keys in the order of their parts; texts by code unit.</summary>
internal sealed class KeyOrder : IComparer<EntityKey>
{
    public static readonly KeyOrder Instance = new();

    /// <summary>Rows in the order of their keys. Where they are so already, and they mostly are, the same list.</summary>
    public static IReadOnlyList<T> Sorted<T>(List<T> rows, Func<T, EntityKey> key)
    {
        for (var i = 1; i < rows.Count; i++)
        {
            if (Instance.Compare(key(rows[i - 1]), key(rows[i])) > 0) return [.. rows.OrderBy(key, Instance)];
        }
        return rows;
    }

    public int Compare(EntityKey x, EntityKey y)
    {
        if (x.Value is not CompositeKey) return ComparePart(x.Value, y.Value);
        var (left, right) = (x.Parts, y.Parts);
        for (var i = 0; i < left.Length; i++)
        {
            if (ComparePart(left[i], right[i]) is not 0 and var difference) return difference;
        }
        return 0;
    }

    private static int ComparePart(object x, object y) => (x, y) switch
    {
        (int a, int b) => a.CompareTo(b),
        (long a, long b) => a.CompareTo(b),
        (Guid a, Guid b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        (IComparable a, _) => a.CompareTo(y),
        _ => 0,
    };
}
