using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AkkaOrm.Queries;

namespace AkkaOrm.Compilation;

/// <summary>What was compiled for a model, by shape. Bounded: shapes not asked for lately are forgotten, and compiled again when they come back.</summary>
internal sealed class StatementCache(int capacity = StatementCache.Capacity)
{
    /// <summary>Programs have tens or hundreds of shapes; thousands mean that one is made anew each time.</summary>
    public const int Capacity = 4096;

    private static readonly ConditionalWeakTable<object, StatementCache> Caches = [];

    private readonly ConcurrentDictionary<QueryShape, Entry> _entries = new(Comparer.Instance);
    private long _clock;
    private int _compilations;

    /// <summary>How often something had to be compiled.</summary>
    public int Compilations => Volatile.Read(ref _compilations);
    public int Count => _entries.Count;

    /// <param name="owner">A model; it takes its cache with it when it goes.</param>
    public static StatementCache Of(object owner) => Caches.GetValue(owner, static _ => new());

    public CompiledRead Get(QueryShape shape, Func<CompiledRead> compile) => Find(shape) ?? Add(shape, compile());

    public CompiledRead? Find(QueryShape shape) => _entries.TryGetValue(shape, out var entry) ? Used(entry) : null;

    /// <summary>Looks without making a key.</summary>
    /// <param name="builder">Holds what the shape is made of.</param>
    /// <param name="shape">The key it stands under.</param>
    public CompiledRead? Find(ShapeBuilder builder, out QueryShape? shape) =>
        _entries.GetAlternateLookup<ShapeBuilder>().TryGetValue(builder, out shape, out var entry) ? Used(entry) : null;

    /// <returns>What stands there: two threads may compile one shape at once; both use what stood there first, so that it is prepared once.</returns>
    public CompiledRead Add(QueryShape shape, CompiledRead compiled)
    {
        Interlocked.Increment(ref _compilations);
        var entry = _entries.GetOrAdd(shape, new Entry(compiled));
        Volatile.Write(ref entry.LastUsed, Interlocked.Increment(ref _clock));
        if (_entries.Count > capacity) Forget();
        return entry.Read;
    }

    // The clock goes on only when something is added: reading takes no turns.
    private CompiledRead Used(Entry entry)
    {
        var now = Volatile.Read(ref _clock);
        if (Volatile.Read(ref entry.LastUsed) != now) Volatile.Write(ref entry.LastUsed, now);
        return entry.Read;
    }

    private void Forget()
    {
        foreach (var old in _entries.OrderBy(e => Volatile.Read(ref e.Value.LastUsed)).Take(Math.Max(capacity / 4, 1)).ToList()) _entries.TryRemove(old.Key, out _);
    }

    private sealed class Entry(CompiledRead read)
    {
        public long LastUsed;
        public CompiledRead Read { get; } = read;
    }

    private sealed class Comparer : IEqualityComparer<QueryShape>, IAlternateEqualityComparer<ShapeBuilder, QueryShape>
    {
        public static Comparer Instance { get; } = new();

        public bool Equals(QueryShape? one, QueryShape? other) => one is not null && one.Equals(other);
        public int GetHashCode(QueryShape shape) => shape.GetHashCode();
        public bool Equals(ShapeBuilder builder, QueryShape shape) => shape.Is(builder.Tokens, builder.Hash);
        public int GetHashCode(ShapeBuilder builder) => builder.Hash;
        public QueryShape Create(ShapeBuilder builder) => builder.ToShape();
    }
}
