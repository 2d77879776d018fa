using System.Collections.Concurrent;
using System.Reflection;

namespace AkkaOrm.Relations;

/// <summary>Reads the key of an entity. The model registers its keys; before that, and for classes of no model, <c>Id</c> or <c>ClassId</c> is the key.</summary>
/// <remarks>One table for the process, because values are compared where no model is at hand; a class mapped by two models has the key registered last.</remarks>
internal static class EntityKeys
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<Type, Func<object, object?>> Registered = [];
    private static readonly ConcurrentDictionary<Type, Func<object, object?>> Readers = new();

    /// <param name="entity">The mapped class; holds for classes derived from it, too.</param>
    /// <param name="keyOf">The key, a ValueTuple where it is composite; null while it is not set.</param>
    internal static void Register(Type entity, Func<object, object?> keyOf)
    {
        lock (Gate)
        {
            Registered[entity] = keyOf;
            Readers.Clear();
        }
    }

    /// <summary>The entity's key, or null where it has none yet.</summary>
    internal static object? Of(object entity) => (Readers.TryGetValue(entity.GetType(), out var read) ? read : Reader(entity.GetType()))(entity);

    private static Func<object, object?> Reader(Type type)
    {
        lock (Gate) return Readers[type] = Mapped(type) ?? ByConvention(type);
    }

    private static Func<object, object?>? Mapped(Type type)
    {
        for (var t = type; t is not null; t = t.BaseType)
            if (Registered.TryGetValue(t, out var read)) return read;
        return null;
    }

    private static Func<object, object?> ByConvention(Type type)
    {
        var key = Named(type, "Id") ?? Named(type, type.Name + "Id");
        if (key is null) return static _ => null;
        var unset = key.PropertyType.IsValueType ? Activator.CreateInstance(key.PropertyType) : null;
        return entity => key.GetValue(entity) is { } value && !value.Equals(unset) ? value : null;
    }

    private static PropertyInfo? Named(Type type, string name) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).FirstOrDefault(p => p.Name == name && p.CanRead && p.GetIndexParameters().Length == 0);
}
