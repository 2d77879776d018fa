using System.Runtime.ExceptionServices;

namespace AkkaOrm.Rows;

/// <summary>Values made of rows while they were read. They belong to the one who asked.</summary>
internal abstract class MadeRows
{
    public abstract int Count { get; }

    /// <summary>Takes the rows of a page that is lent: it is emptied and filled again after this.</summary>
    /// <remarks>Never throws: what making a value throws is for <see cref="MadeRows{T}.Values"/>, so that the reader reads on to the end.</remarks>
    public abstract void Take(RowPage page);
}

/// <inheritdoc/>
internal sealed class MadeRows<T>(FillRows<T> fill) : MadeRows
{
    private readonly List<T[]> _full = [];
    private T[] _last = [];
    private int _used;
    private ExceptionDispatchInfo? _failure;

    public override int Count
    {
        get
        {
            var count = _used;
            foreach (var values in _full) count += values.Length;
            return count;
        }
    }

    /// <summary>The values in the rows' order.</summary>
    /// <exception cref="Exception">What making one of them threw.</exception>
    public T[] Values()
    {
        _failure?.Throw();
        if (_full.Count == 0 && _used == _last.Length) return _last;
        var all = new T[Count];
        var at = 0;
        foreach (var values in _full)
        {
            values.CopyTo(all, at);
            at += values.Length;
        }
        Array.Copy(_last, 0, all, at, _used);
        return all;
    }

    public override void Take(RowPage page)
    {
        if (_failure is not null) return;
        try
        {
            for (var from = 0; from < page.RowCount;)
            {
                if (_used == _last.Length) Grow(page.RowCount - from);
                var count = Math.Min(page.RowCount - from, _last.Length - _used);
                fill(page, from, count, _last, _used);
                _used += count;
                from += count;
            }
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    // Chunks stay out of the large object heap.
    private void Grow(int needed)
    {
        if (_used > 0) _full.Add(_last);
        _last = new T[_full.Count == 0 ? needed : Math.Clamp(_last.Length * 2, needed, Math.Max(needed, 4096))];
        _used = 0;
    }
}
