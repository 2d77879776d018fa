using AkkaOrm.Rows;

namespace AkkaOrm.Tracking;

/// <summary>Counts the tracked rows of each page, so that a few rows do not hold on to a large one.</summary>
internal sealed class PageKeeper
{
    /// <summary>Smaller pages are not worth a copy.</summary>
    public const int Worthwhile = 64;

    private readonly Dictionary<RowPage, Held> _pages = [];

    public void Holds(in EntityRow row, EntityKey key)
    {
        if (row.Page.RowCount < Worthwhile) return;
        if (!_pages.TryGetValue(row.Page, out var held)) _pages.Add(row.Page, held = new());
        held.Count++;
        held.Keys.Add(key);
    }

    /// <summary>A row is let go of.</summary>
    /// <returns>The keys that stood in its page once fewer than a quarter of its rows are left, to be copied out; else none.</returns>
    public IReadOnlyList<EntityKey> LetsGo(in EntityRow row)
    {
        if (!_pages.TryGetValue(row.Page, out var held) || --held.Count * 4 >= row.Page.RowCount) return [];
        _pages.Remove(row.Page);
        return held.Count > 0 ? held.Keys : [];
    }

    private sealed class Held
    {
        public int Count { get; set; }
        public List<EntityKey> Keys { get; } = [];
    }
}
