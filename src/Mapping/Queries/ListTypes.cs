using System.Collections;
using System.Runtime.CompilerServices;

namespace AkkaOrm.Queries;

/// <summary>Lists as they come from users: any enumerable that is not a text nor bytes.</summary>
internal static class ListTypes
{
    private static readonly ConditionalWeakTable<Type, Type> Elements = [];

    /// <summary>The type of the elements; null when it is no list.</summary>
    public static Type? ElementOf(Type type) => Elements.GetValue(type, static list => Find(list) ?? typeof(void)) is var element && element == typeof(void) ? null : element;

    private static Type? Find(Type type)
    {
        if (type == typeof(string) || type == typeof(byte[])) return null;
        if (type.IsArray) return type.GetElementType();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)) return type.GetGenericArguments()[0];
        var list = type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        return list?.GetGenericArguments()[0];
    }

    /// <summary>The elements as they are now, whatever happens to the list later.</summary>
    public static object?[] Copy(IEnumerable list)
    {
        var copy = new List<object?>();
        foreach (var item in list) copy.Add(item);
        return [.. copy];
    }
}
