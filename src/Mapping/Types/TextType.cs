namespace AkkaOrm.Types;

/// <summary>text, character varying and character.</summary>
/// <param name="maxLength">In characters as PostgreSQL counts them: code points.</param>
internal sealed class TextType(string name, string? declaration = null, int? maxLength = null) : StoreType<string>(name, declaration)
{
    public override string? Fault(object value)
    {
        if (value is not string text) return base.Fault(value);
        var characters = 0;
        for (var i = 0; i < text.Length; i++, characters++)
        {
            if (text[i] == '\0') return "contains U+0000, which PostgreSQL cannot store in a text";
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsSurrogatePair(text, i)) return "contains half of a surrogate pair, which is no character";
            i++;
        }
        return characters > maxLength ? $"has {characters} characters, and {Declaration} takes {maxLength}" : null;
    }
}
