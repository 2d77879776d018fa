using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AkkaOrm.Rows;

namespace AkkaOrm.Materialization;

/// <summary>Children by the key of their parents: which of them belong together, in their order.</summary>
internal abstract class ChildGroups
{
    /// <summary>No child has such a key.</summary>
    public const int None = -1;

    // By child the group it belongs to; where each group starts once they stand together, and behind the last where all end.
    private readonly List<int> _groups = [];
    private readonly List<int> _counts = [];
    private int[] _starts = [0];

    /// <summary>The children's numbers, group by group.</summary>
    public int[] Order { get; private set; } = [];

    /// <param name="pages">The children's rows.</param>
    /// <param name="columns">The columns that hold the key.</param>
    public static ChildGroups Of(ImmutableArray<RowPage> pages, ImmutableArray<int> columns)
    {
        var first = pages.FirstOrDefault(p => p.RowCount > 0);
        ChildGroups groups = columns.Length > 1 || first is null ? new Boxed() : first.Columns[columns[0]] switch
        {
            ColumnBuffer<int> => new Typed<int>(),
            ColumnBuffer<long> => new Typed<long>(),
            ColumnBuffer<Guid> => new Typed<Guid>(),
            ColumnBuffer<string> => new Typed<string>(),
            _ => new Boxed(),
        };
        foreach (var page in pages)
        {
            if (page.RowCount > 0) groups.Read(page, columns);
        }
        groups.Sort();
        return groups;
    }

    /// <summary>Where the children of a group stand in <see cref="Order"/>.</summary>
    public (int From, int Count) this[int group] => group < 0 ? (0, 0) : (_starts[group], _starts[group + 1] - _starts[group]);

    /// <summary>The group of a parent's row.</summary>
    public abstract int Find(RowPage page, int row, ImmutableArray<int> columns);

    /// <summary>The group of a parent's key, from <see cref="KeyTuple"/>.</summary>
    public abstract int Find(object? key);

    protected abstract void Read(RowPage page, ImmutableArray<int> columns);

    protected void Add(int group) => _groups.Add(group);

    protected void Count(ref int group, bool isThere)
    {
        if (!isThere)
        {
            group = _counts.Count;
            _counts.Add(0);
        }
        _counts[group]++;
        _groups.Add(group);
    }

    private void Sort()
    {
        _starts = new int[_counts.Count + 1];
        for (var group = 0; group < _counts.Count; group++) _starts[group + 1] = _starts[group] + _counts[group];
        var next = _starts.AsSpan(0, _counts.Count).ToArray();
        Order = new int[_starts[^1]];
        for (var child = 0; child < _groups.Count; child++)
        {
            if (_groups[child] is >= 0 and var group) Order[next[group]++] = child;
        }
    }

    private sealed class Typed<TKey> : ChildGroups where TKey : notnull
    {
        private readonly Dictionary<TKey, int> _byKey = [];

        public override int Find(object? key) => key is TKey typed && _byKey.TryGetValue(typed, out var group) ? group : None;

        public override int Find(RowPage page, int row, ImmutableArray<int> columns)
        {
            if (page.Columns[columns[0]] is not ColumnBuffer<TKey> keys) return Find(page.GetValue(columns[0], row));
            return !keys.IsNull(row) && _byKey.TryGetValue(keys[row], out var group) ? group : None;
        }

        protected override void Read(RowPage page, ImmutableArray<int> columns)
        {
            var keys = page.Column<TKey>(columns[0]);
            for (var row = 0; row < page.RowCount; row++)
            {
                if (keys.IsNull(row)) Add(None);
                else Count(ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, keys[row], out var isThere), isThere);
            }
        }
    }

    private sealed class Boxed : ChildGroups
    {
        private readonly Dictionary<object, int> _byKey = [];

        public override int Find(object? key) => key is not null && _byKey.TryGetValue(key, out var group) ? group : None;
        public override int Find(RowPage page, int row, ImmutableArray<int> columns) => Find(KeyTuple.From(page, row, columns));

        protected override void Read(RowPage page, ImmutableArray<int> columns)
        {
            for (var row = 0; row < page.RowCount; row++)
            {
                if (KeyTuple.From(page, row, columns) is not { } key) Add(None);
                else Count(ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, key, out var isThere), isThere);
            }
        }
    }
}
