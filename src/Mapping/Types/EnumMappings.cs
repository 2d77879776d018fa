using System.Linq.Expressions;
using System.Reflection;

namespace AkkaOrm.Types;

/// <summary>Enums: their names as text by default, so that columns read by themselves and members may be reordered; numbers where the column is an integer.</summary>
internal static class EnumMappings
{
    public static TypeMapping? For(Type clr, StoreType? store)
    {
        if (!clr.IsEnum) return null;
        store ??= StoreTypes.Text;
        if (store is TextType) return (TypeMapping)Text.MakeGenericMethod(clr).Invoke(null, [store])!;
        if (!NumberMappings.IsInteger(store.ClrType) || store == StoreTypes.Xid) return null;
        return new(clr, store, NumberMappings.Converted(clr, store.ClrType), NumberMappings.Converted(store.ClrType, clr));
    }

    private static readonly MethodInfo Text = typeof(EnumMappings).GetMethod(nameof(AsText), BindingFlags.Static | BindingFlags.NonPublic)!;

    private static TypeMapping AsText<T>(StoreType store) where T : struct, Enum =>
        new(typeof(T), store, (Expression<Func<T, string>>)(value => EnumNames<T>.Write(value)), (Expression<Func<string, T>>)(value => EnumNames<T>.Read(value)));
}

/// <summary>The names of an enum's members, looked up once.</summary>
internal static class EnumNames<T> where T : struct, Enum
{
    private static readonly bool IsFlags = typeof(T).IsDefined(typeof(FlagsAttribute), false);
    private static readonly Dictionary<string, T> Values = Enum.GetNames<T>().ToDictionary(n => n, Enum.Parse<T>, StringComparer.Ordinal);
    private static readonly Dictionary<T, string> Names = Enum.GetValues<T>().Distinct().ToDictionary(v => v, v => v.ToString());

    public static string Write(T value)
    {
        if (Names.TryGetValue(value, out var name)) return name;
        var text = value.ToString();
        return IsFlags && !char.IsAsciiDigit(text[0]) && text[0] != '-' ? text : throw new ConversionException($"is a number that has no name in {typeof(T).Name}");
    }

    public static T Read(string text)
    {
        if (Values.TryGetValue(text, out var value)) return value;
        if (IsFlags && Enum.TryParse(text, out value)) return value;
        throw new ConversionException($"is a text that is no name in {typeof(T).Name}");
    }
}
