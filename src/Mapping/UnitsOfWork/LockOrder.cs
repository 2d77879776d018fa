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
    public static IEnumerable<(EntityType Type, List<StagedRow> Rows, bool IsForDelete)> Of(IEnumerable<FlushGroup> order, StagedUnit unit, IReadOnlyDictionary<EntityType, int> ranks)
    {
        var existing = unit.Rows.Where(r => r.Action == RowAction.Delete || r is { Action: RowAction.Update, Writes.IsEmpty: false })
            .GroupBy(r => r.Type).OrderBy(g => ranks[g.Key]).ToList();
        if (existing.Count == 0) return [];
        var last = existing.Where(g => g.Skip(1).Any()).Select(g => ranks[g.Key]).DefaultIfEmpty(-1).Max();
        var highest = -1;
        foreach (var group in order)
        {
            if (group.Kind is not (FlushStepKind.Update or FlushStepKind.Delete) || group.IsRepair) continue;
            var rank = ranks[group.Type];
            if (rank < highest) last = Math.Max(last, highest);
            highest = Math.Max(highest, rank);
        }
        return existing.Where(g => ranks[g.Key] <= last).Select(g => (g.Key, g.OrderBy(r => r.Key!.Value, KeyOrder.Instance).ToList(), g.Any(IsSeenByReferences)));
    }

    /// <summary>The server takes the stronger lock for it, which those that refer to the row wait for.</summary>
    private static bool IsSeenByReferences(StagedRow row) => row.Action == RowAction.Delete
        || row.Writes.Any(w => row.Type.Properties[w].IsKey || row.Type.Indexes.Any(i => i.IsUnique && i.Properties.Any(p => p.Ordinal == w)));
}

/// <summary>Keys in the order of their parts; texts by code unit.</summary>
internal sealed class KeyOrder : IComparer<EntityKey>
{
    public static readonly KeyOrder Instance = new();

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
        (string a, string b) => string.CompareOrdinal(a, b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        (IComparable a, _) => a.CompareTo(y),
        _ => 0,
    };
}
