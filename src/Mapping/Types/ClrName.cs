namespace AkkaOrm.Types;

/// <summary>A type as one writes it in C#, for texts.</summary>
internal static class ClrName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(char)] = "char",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Of(underlying) + "?";
        if (type.IsArray) return Of(type.GetElementType()!) + "[]";
        if (!type.IsGenericType) return type.Name;
        return $"{Bare(type)}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>";
    }

    /// <summary>The name without type arguments.</summary>
    public static string Bare(Type type) => type.Name.IndexOf('`', StringComparison.Ordinal) is > 0 and var tick ? type.Name[..tick] : type.Name;
}
