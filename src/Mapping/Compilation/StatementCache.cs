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

    private readonly ConcurrentDictionary<QueryShape, Entry> _entries = new();
    private long _clock;
    private int _compilations;

    /// <summary>How often something had to be compiled.</summary>
    public int Compilations => Volatile.Read(ref _compilations);
    public int Count => _entries.Count;

    /// <param name="owner">A model; it takes its cache with it when it goes.</param>
    public static StatementCache Of(object owner) => Caches.GetValue(owner, static _ => new());

    public CompiledRead Get(QueryShape shape, Func<CompiledRead> compile)
    {
        if (!_entries.TryGetValue(shape, out var entry))
        {
            Interlocked.Increment(ref _compilations);
            // Two threads may compile one shape at once; both use what stood there first, so that it is prepared once.
            entry = _entries.GetOrAdd(shape.WithoutValues(), new Entry(compile()));
            if (_entries.Count > capacity) Forget();
        }
        Volatile.Write(ref entry.LastUsed, Interlocked.Increment(ref _clock));
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
}
