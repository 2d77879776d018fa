using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AkkaOrm.Models;
using AkkaOrm.Rows;
using AkkaOrm.Types;

namespace AkkaOrm.Tracking;

/// <summary>Keys from what users write, from values, and from rows.</summary>
internal static class KeyValues
{
    /// <summary>The key of a value; null when a part of it is not set yet.</summary>
    public static EntityKey? Of(EntityType type, object entity)
    {
        var parts = ImmutableArray.CreateBuilder<object>(type.Key.Properties.Length);
        foreach (var property in type.Key.Properties)
        {
            var value = property.IsShadow ? null : property.Read(entity);
            if (value is null || (type.Key.IsGenerated || property.IsClientUuid) && Equals(value, property.Unset)) return null;
            parts.Add(value);
        }
        return From(type, parts.MoveToImmutable());
    }

    /// <summary>The key of a row; null when a part of it is null, as in an outer join without a match.</summary>
    public static EntityKey? Of(EntityType type, in EntityRow row)
    {
        var properties = type.Key.Properties;
        if (properties.Length == 1) return row.Value(properties[0]) is { } value ? new EntityKey(type, value) : null;
        var parts = ImmutableArray.CreateBuilder<object>(properties.Length);
        foreach (var property in properties)
        {
            if (row.Value(property) is not { } part) return null;
            parts.Add(part);
        }
        return From(type, parts.MoveToImmutable());
    }

    public static EntityKey From(EntityType type, ImmutableArray<object> parts) => new(type, parts.Length == 1 ? parts[0] : new CompositeKey(parts));

    /// <summary>The key that a user wrote: the key property's own type, or a tuple in key order.</summary>
    /// <exception cref="InvalidValueException">It is null, of another type, or has another number of parts.</exception>
    public static EntityKey FromUser(EntityType type, object? key)
    {
        var properties = type.Key.Properties;
        if (properties.Length == 1) return new(type, Store(properties[0].Mapping, key) ?? throw Wrong(type, key));
        var given = key is ITuple tuple ? [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])] : new[] { key };
        if (given.Length != properties.Length) throw Wrong(type, key);
        var parts = ImmutableArray.CreateBuilder<object>(given.Length);
        for (var i = 0; i < given.Length; i++) parts.Add(Store(properties[i].Mapping, given[i]) ?? throw Wrong(type, key));
        return From(type, parts.MoveToImmutable());
    }

    // Null for what is not of the type.
    private static object? Store(TypeMapping mapping, object? given) => given switch
    {
        null => null,
        { } value when mapping.ClrType.IsInstanceOfType(value) => mapping.ToStore(value),
        { } value when mapping.Store.ClrType.IsInstanceOfType(value) => value,
        _ => null,
    };

    public static object ForUser(EntityType type, EntityKey key)
    {
        var parts = key.Parts;
        var values = new object?[parts.Length];
        for (var i = 0; i < values.Length; i++) values[i] = type.Key.Properties[i].Mapping.FromStore(parts[i]);
        if (values.Length == 1) return values[0]!;
        var types = type.Key.Properties.Select(p => p.Mapping.ClrType).ToArray();
        var tuple = TupleTypes[values.Length - 2].MakeGenericType(types);
        return Activator.CreateInstance(tuple, values)!;
    }

    private static readonly Type[] TupleTypes = [typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>)];

    private static InvalidValueException Wrong(EntityType type, object? key)
    {
        var expected = string.Join(", ", type.Key.Properties.Select(p => p.Mapping.ClrType.Name));
        if (type.Key.IsComposite) expected = $"({expected})";
        return new($"a key of {type.Name} is {expected}, not {(key is null ? "null" : key.GetType().Name)}") { Entity = type.Name };
    }
}
