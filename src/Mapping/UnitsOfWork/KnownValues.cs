namespace AkkaOrm.UnitsOfWork;

/// <summary>The values that stand for new rows of a unit, by reference, with the temporary keys of the rows. Never changed, only grown.</summary>
/// <remarks>Grown ones share what they have in common, as <see cref="GrowingList{T}"/> does.</remarks>
internal readonly struct KnownValues
{
    private readonly Store? _store;
    private readonly int _count;

    private KnownValues(Store store, int count) => (_store, _count) = (store, count);

    public bool TryGetValue(object entity, out Guid temporaryKey)
    {
        temporaryKey = default;
        if (_count == 0) return false;
        lock (_store!)
        {
            if (!_store.TryGetValue(entity, out var known) || known.Place >= _count) return false;
            temporaryKey = known.TemporaryKey;
            return true;
        }
    }

    public KnownValues With(object entity, Guid temporaryKey)
    {
        if (_store is { } store)
        {
            lock (store)
            {
                var isThere = store.TryGetValue(entity, out var known);
                if (isThere && known.Place < _count && known.TemporaryKey == temporaryKey) return this;
                if (!isThere && store.Count == _count)
                {
                    store.Add(entity, new(temporaryKey, _count));
                    return new(store, _count + 1);
                }
            }
        }
        var copy = Copy();
        copy[entity] = new(temporaryKey, copy.TryGetValue(entity, out var other) ? other.Place : copy.Count);
        return new(copy, copy.Count);
    }

    /// <summary>These and others; of a value that both know it is what the others say.</summary>
    public KnownValues With(KnownValues others)
    {
        if (_count == 0 || ReferenceEquals(_store, others._store) && others._count >= _count) return others;
        if (others._count == 0 || ReferenceEquals(_store, others._store)) return this;
        var copy = Copy();
        foreach (var (entity, known) in others.Copy()) copy[entity] = known with { Place = copy.TryGetValue(entity, out var mine) ? mine.Place : copy.Count };
        return new(copy, copy.Count);
    }

    private Store Copy()
    {
        var copy = new Store();
        if (_store is not { } store) return copy;
        lock (store)
        {
            foreach (var (entity, known) in store)
                if (known.Place < _count) copy.Add(entity, known);
        }
        return copy;
    }

    /// <param name="Place">How many were known before it.</param>
    private readonly record struct Known(Guid TemporaryKey, int Place);

    private sealed class Store() : Dictionary<object, Known>(ReferenceEqualityComparer.Instance);
}
