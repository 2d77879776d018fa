using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AkkaOrm.Models;
using AkkaOrm.Tracking;
using AkkaOrm.Types;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Column values out of an entity, copied, and judged before anything is staged.</summary>
internal static class ValueReader
{
    /// <summary>Store values by property ordinal, and the ordinals of deferred columns that were not loaded.</summary>
    /// <exception cref="InvalidValueException">A conversion of the model failed.</exception>
    public static (ImmutableArray<object?> Values, ImmutableArray<int> Absent) Read(EntityType type, object entity)
    {
        var properties = type.Properties;
        var values = new object?[properties.Length];
        ImmutableArray<int> absent = [];
        foreach (var property in properties)
        {
            if (property.IsShadow) continue;
            if (property.IsDeferred && !property.IsPresent(entity)) absent = absent.Add(property.Ordinal);
            else values[property.Ordinal] = Read(type, property, entity);
        }
        return (ImmutableCollectionsMarshal.AsImmutableArray(values), absent);
    }

    /// <summary>The key of a value; null while it is new: a part that the server or a relation will give is not set.</summary>
    public static EntityKey? Key(EntityType type, ImmutableArray<object?> values)
    {
        if (type.Key.Properties is [var single]) return values[single.Ordinal] is { } only && !IsUnset(single, only) ? new EntityKey(type, only) : null;
        var parts = ImmutableArray.CreateBuilder<object>(type.Key.Properties.Length);
        foreach (var property in type.Key.Properties)
        {
            if (values[property.Ordinal] is not { } part) return null;
            if (IsUnset(property, part)) return null;
            parts.Add(part);
        }
        return KeyValues.From(type, parts.MoveToImmutable());
    }

    /// <inheritdoc cref="Key(EntityType, ImmutableArray{object?})"/>
    public static EntityKey? Key(EntityType type, object entity)
    {
        if (type.Key.Properties is [var single]) return !single.IsShadow && Read(type, single, entity) is { } only && !IsUnset(single, only) ? new EntityKey(type, only) : null;
        var parts = ImmutableArray.CreateBuilder<object>(type.Key.Properties.Length);
        foreach (var property in type.Key.Properties)
        {
            if (property.IsShadow || Read(type, property, entity) is not { } part) return null;
            if (IsUnset(property, part)) return null;
            parts.Add(part);
        }
        return KeyValues.From(type, parts.MoveToImmutable());
    }

    /// <summary>Refuses what the server would refuse or change silently.</summary>
    /// <param name="mayLack">What is left out is filled by the server or by a relation.</param>
    public static void Judge(EntityType type, Property property, object? value, bool mayLack)
    {
        if (value is null)
        {
            if (!property.IsNullable && !mayLack) throw InvalidValueException.Of(type.Name, property.Name, "it is null where the column takes none");
        }
        else if (property.Mapping.Store.Fault(value) is { } fault) throw InvalidValueException.Of(type.Name, property.Name, $"it {fault}");
    }

    // A key that the client gives may be 0; one that comes from elsewhere, or is a uuid, is not there yet while it is.
    private static bool IsUnset(Property property, object part) =>
        (property.IsGenerated || property.IsForeignKey || property.Mapping.Store == StoreTypes.Uuid) && StoreValues.Same(part, property.Unset);

    private static object? Read(EntityType type, Property property, object entity)
    {
        try
        {
            var value = property.Read(entity);
            return property.Mapping.Store.IsArray ? StoreValues.Kept(value) : value;
        }
        catch (Exception error) when (error is not AkkaOrmException)
        {
            throw InvalidValueException.Of(type.Name, property.Name, $"reading or converting it failed with {error.GetType().Name}", error);
        }
    }
}
