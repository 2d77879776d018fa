using System.Collections;

namespace AkkaOrm.UnitsOfWork;

/// <summary>A list that is never changed, only grown: each longer one shares its items with those it was grown from.</summary>
/// <remarks>Growing the longest one is O(1); growing a shorter one copies it, since what follows it belongs to somebody else.</remarks>
internal readonly struct GrowingList<T> : IReadOnlyList<T>
{
    private readonly Store? _store;

    private GrowingList(Store store, int count) => (_store, Count) = (store, count);

    public int Count { get; }

    public T this[int index] => index < Count ? _store!.Items[index] : throw new ArgumentOutOfRangeException(nameof(index));

    public GrowingList<T> AddRange(IReadOnlyList<T> items)
    {
        if (items.Count == 0) return this;
        if (_store is { } store)
        {
            lock (store)
            {
                if (store.Count == Count)
                {
                    store.Append(items);
                    return new(store, store.Count);
                }
            }
        }
        var copy = new Store(Count + items.Count);
        if (Count > 0) copy.Append(_store!.Items.AsSpan(0, Count));
        copy.Append(items);
        return new(copy, copy.Count);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return _store!.Items[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Store(int capacity)
    {
        // Replaced by a longer one with the same items: whoever reads the old one reads the same.
        private volatile T[] _items = new T[Math.Max(capacity, 4)];

        public T[] Items => _items;
        public int Count { get; private set; }

        public void Append(IReadOnlyList<T> items)
        {
            Reserve(items.Count);
            for (var i = 0; i < items.Count; i++) _items[Count + i] = items[i];
            Count += items.Count;
        }

        public void Append(ReadOnlySpan<T> items)
        {
            Reserve(items.Length);
            items.CopyTo(_items.AsSpan(Count));
            Count += items.Length;
        }

        private void Reserve(int more)
        {
            if (Count + more <= _items.Length) return;
            var longer = new T[Math.Max(_items.Length * 2, Count + more)];
            _items.AsSpan(0, Count).CopyTo(longer);
            _items = longer;
        }
    }
}
