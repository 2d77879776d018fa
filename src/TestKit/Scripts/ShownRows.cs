using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.Scripts;

/// <summary>Rows as they were last answered, so that an UPDATE, which names only what it sets, can answer the whole row. Safe to use from any thread.</summary>
internal sealed class ShownRows
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EntityKey, object?[]> _rows = [];
    private readonly Dictionary<Property, long> _counters = [];

    public void Show(EntityType type, object?[] values)
    {
        if (KeyOf(type, values) is not { } key) return;
        lock (_gate)
        {
            _rows[key] = values;
            foreach (var property in type.Key.Properties)
                if (Number(values[property.Ordinal]) is { } number && number > _counters.GetValueOrDefault(property)) _counters[property] = number;
        }
    }

    public object?[]? Find(EntityKey key)
    {
        lock (_gate) return _rows.TryGetValue(key, out var values) ? [.. values] : null;
    }

    public void Forget(EntityKey key)
    {
        lock (_gate) _rows.Remove(key);
    }

    /// <summary>Counted up from 1, past every key that was shown.</summary>
    public object Next(Property property)
    {
        lock (_gate) return Convert.ChangeType(_counters[property] = _counters.GetValueOrDefault(property) + 1, property.Mapping.Store.ClrType, null);
    }

    private static long? Number(object? value) => value switch { short n => n, int n => n, long n => n, _ => null };

    private static EntityKey? KeyOf(EntityType type, object?[] values)
    {
        var parts = type.Key.Properties.Select(p => values[p.Ordinal]).ToList();
        return parts.Contains(null) ? null : KeyValues.From(type, [.. parts!]);
    }
}
