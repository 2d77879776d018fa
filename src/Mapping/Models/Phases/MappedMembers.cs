using System.Reflection;

namespace AkkaOrm.Models;

/// <summary>Public properties of a class that could be mapped, and how they could be set.</summary>
internal static class MappedMembers
{
    /// <summary>Those of base classes first, then those of a positional record's head, then in the order of declaration.</summary>
    public static IEnumerable<PropertyInfo> Of(Type type)
    {
        var head = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault()?.GetParameters().Select(p => p.Name).ToList() ?? [];
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0)
            .GroupBy(p => p.Name).Select(hiding => hiding.MaxBy(p => Depth(p.DeclaringType!))!)
            .Select(p => p.DeclaringType == type ? p : p.DeclaringType!.GetProperty(p.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly) ?? p)
            .OrderBy(p => Depth(p.DeclaringType!)).ThenBy(p => head.IndexOf(p.Name) is >= 0 and var place ? place : head.Count).ThenBy(p => p.MetadataToken);
    }

    /// <summary>By an accessor, or by a constructor parameter of the same name and type.</summary>
    public static bool CanBeSet(Type type, PropertyInfo property) => property.SetMethod is not null || Parameters(type, property).Any(p => p.ParameterType == property.PropertyType);

    /// <summary>Constructor parameters of the property's name, in any case.</summary>
    public static IEnumerable<ParameterInfo> Parameters(Type type, PropertyInfo property) =>
        type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .SelectMany(c => c.GetParameters()).Where(p => string.Equals(p.Name, property.Name, StringComparison.OrdinalIgnoreCase));

    private static int Depth(Type type)
    {
        var depth = 0;
        for (var t = type.BaseType; t is not null; t = t.BaseType) depth++;
        return depth;
    }
}

/// <summary>Attributes of a property and of the constructor parameter of its name: an attribute of a positional record's parameter stays on the parameter.</summary>
internal sealed class MemberAttributes(Type type, PropertyInfo property)
{
    private readonly ParameterInfo[] _parameters = [.. MappedMembers.Parameters(type, property)];

    public A? Get<A>() where A : Attribute => property.GetCustomAttribute<A>(inherit: true) ?? _parameters.Select(p => p.GetCustomAttribute<A>()).FirstOrDefault(a => a is not null);

    public bool Has<A>() where A : Attribute => Get<A>() is not null;
}
