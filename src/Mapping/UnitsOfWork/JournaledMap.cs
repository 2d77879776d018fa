using System.Diagnostics.CodeAnalysis;

namespace AkkaOrm.UnitsOfWork;

/// <summary>A dictionary that remembers what it was before the change that is being merged, until the next one begins.</summary>
internal sealed class JournaledMap<K, V> where K : notnull
{
    private readonly Dictionary<K, V> _items;
    private readonly List<(K Key, bool Was, V? Before)> _journal = [];

    public JournaledMap() => _items = [];

    private JournaledMap(Dictionary<K, V> items) => _items = items;

    public int Count => _items.Count;
    public Dictionary<K, V>.KeyCollection Keys => _items.Keys;
    public Dictionary<K, V>.ValueCollection Values => _items.Values;
    public IEnumerable<KeyValuePair<K, V>> Pairs => _items;

    public bool TryGetValue(in K key, [MaybeNullWhen(false)] out V value) => _items.TryGetValue(key, out value);

    public V Get(in K key, V otherwise) => _items.TryGetValue(key, out var value) ? value : otherwise;

    public void Set(in K key, V value)
    {
        _journal.Add((key, _items.TryGetValue(key, out var before), before));
        _items[key] = value;
    }

    public void Remove(in K key)
    {
        if (_items.Remove(key, out var before)) _journal.Add((key, true, before));
    }

    /// <summary>What was done is done.</summary>
    public void Keep() => _journal.Clear();

    /// <summary>As it was when <see cref="Keep"/> was called last.</summary>
    public void Undo()
    {
        for (var i = _journal.Count - 1; i >= 0; i--)
        {
            var (key, was, before) = _journal[i];
            if (was) _items[key] = before!;
            else _items.Remove(key);
        }
        _journal.Clear();
    }

    public JournaledMap<K, V> Copy() => new(new Dictionary<K, V>(_items));
}
