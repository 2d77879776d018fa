using System.Linq.Expressions;

namespace AkkaOrm.Types;

/// <summary>Texts, and single UTF-16 units as texts of one character.</summary>
internal static class TextMappings
{
    public static TypeMapping? For(Type clr, StoreType? store)
    {
        if (store is not (null or TextType)) return null;
        if (clr == typeof(string)) return new(clr, store ?? StoreTypes.Text);
        return clr == typeof(char) ? new(clr, store ?? StoreTypes.Text, (Expression<Func<char, string>>)(value => value.ToString()), (Expression<Func<string, char>>)(value => OnlyOne(value))) : null;
    }

    private static char OnlyOne(string value) => value.Length == 1 ? value[0] : throw new ConversionException($"has {value.Length} characters where a char is one");
}
