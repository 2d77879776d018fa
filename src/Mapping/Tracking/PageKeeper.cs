using System.Collections.Immutable;
using AkkaOrm.Rows;

namespace AkkaOrm.Tracking;

/// <summary>Counts the tracked rows of each page, so that a few rows do not hold on to a large one.</summary>
internal sealed class PageKeeper
{
    /// <summary>Smaller pages are not worth a copy.</summary>
    public const int Worthwhile = 64;

    private readonly Dictionary<RowPage, Held> _pages = [];
    private Held? _last;

    /// <summary>So many more rows of the page are held.</summary>
    public void Holds(RowPage page, KeyIndex index, ImmutableArray<int> columns, int rows = 1)
    {
        if (page.RowCount < Worthwhile || rows == 0) return;
        if (Of(page) is not { } held) _pages.Add(page, held = _last = new(page));
        held.Count += rows;
        held.Note(index, columns);
    }

    /// <summary>A row is let go of.</summary>
    /// <returns>What of the page was held, once fewer than a quarter of its rows are left, to be copied out; else none.</returns>
    public ImmutableArray<(KeyIndex Index, ImmutableArray<int> Columns)> LetsGo(RowPage page)
    {
        if (page.RowCount < Worthwhile || Of(page) is not { } held || --held.Count * 4 >= page.RowCount) return [];
        _pages.Remove(page);
        _last = null;
        return held.Count > 0 ? held.Layouts : [];
    }

    private Held? Of(RowPage page)
    {
        if (_last?.Page == page) return _last;
        return _pages.TryGetValue(page, out var held) ? _last = held : null;
    }

    private sealed class Held(RowPage page)
    {
        public RowPage Page => page;
        public int Count { get; set; }

        /// <summary>Entities whose rows stand in the page: several where some were joined.</summary>
        public ImmutableArray<(KeyIndex Index, ImmutableArray<int> Columns)> Layouts { get; private set; } = [];

        public void Note(KeyIndex index, ImmutableArray<int> columns)
        {
            foreach (var known in Layouts)
            {
                if (known.Index == index && known.Columns == columns) return;
            }
            Layouts = Layouts.Add((index, columns));
        }
    }
}
