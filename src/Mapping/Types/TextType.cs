using System.Buffers;

namespace AkkaOrm.Types;

/// <summary>text, character varying and character.</summary>
/// <param name="maxLength">In characters as PostgreSQL counts them: code points.</param>
internal sealed class TextType(string name, string? declaration = null, int? maxLength = null) : StoreType<string>(name, declaration)
{
    private const int Header = 4;

    // U+0000 and all halves of pairs: texts without them are as many characters as they are long.
    private static readonly SearchValues<char> Suspicious = SearchValues.Create(['\0', .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c)]);

    /// <summary>Filled up with blanks by the server.</summary>
    public bool IsPadded => Name == "bpchar";

    public override int Modifier => maxLength is { } length ? length + Header : -1;

    public override string? Fault(object value)
    {
        if (value is not string text) return base.Fault(value);
        if (!text.AsSpan().ContainsAny(Suspicious)) return text.Length > maxLength ? TooLong(text.Length) : null;
        var characters = 0;
        for (var i = 0; i < text.Length; i++, characters++)
        {
            if (text[i] == '\0') return "contains U+0000, which PostgreSQL cannot store in a text";
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsSurrogatePair(text, i)) return "contains half of a surrogate pair, which is no character";
            i++;
        }
        return characters > maxLength ? TooLong(characters) : null;
    }

    private string TooLong(int characters) => $"has {characters} characters, and {Declaration} takes {maxLength}";
}
