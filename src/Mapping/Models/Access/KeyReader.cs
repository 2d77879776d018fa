using AkkaOrm.Relations;

namespace AkkaOrm.Models;

/// <summary>Tells the relation types how to read an entity's key, so that relations are compared by it.</summary>
internal static class KeyReader
{
    public static void Register(EntityType type) => EntityKeys.Register(type.ClrType, Of(type));

    /// <summary>The key as users see it: the property's own type, a tuple when it has several parts; null while a part is not set.</summary>
    public static Func<object, object?> Of(EntityType type)
    {
        var parts = type.Key.Properties.Select(p => Part(type, p)).ToArray();
        if (parts is [var only]) return only;
        var tuple = KeyTuples.Of([.. type.Key.Properties.Select(p => p.Mapping.ClrType)]);
        return entity =>
        {
            var values = new object[parts.Length];
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[i](entity) is not { } value) return null;
                values[i] = value;
            }
            return tuple(values);
        };
    }

    private static Func<object, object?> Part(EntityType type, Property property)
    {
        var read = PropertyAccess.Clr(type.ClrType, property);
        // A key that the client gives may be 0; one that comes from elsewhere is not there yet while it is.
        if (!property.IsGenerated && !property.IsForeignKey && property.Mapping.Store != Types.StoreTypes.Uuid || !property.Mapping.ClrType.IsValueType) return read;
        var unset = Activator.CreateInstance(property.Mapping.ClrType);
        return entity => read(entity) is { } value && !value.Equals(unset) ? value : null;
    }
}
