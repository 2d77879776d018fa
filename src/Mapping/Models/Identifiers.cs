using System.Globalization;
using System.Text;

namespace AkkaOrm.Models;

/// <summary>Names in SQL made from names in C#.</summary>
internal static class Identifiers
{
    public static string Of(Naming naming, string name) => naming == Naming.SnakeCase ? Snake(name) : name;

    /// <summary>Parts of a made name put together: <c>playlist_track</c>, <c>PlaylistTrack</c>.</summary>
    public static string Join(Naming naming, params IEnumerable<string> parts) => string.Join(naming == Naming.SnakeCase ? "_" : "", parts);

    /// <summary>A word begins at a capital after a small letter or digit, and at the last capital of several before a small letter.</summary>
    public static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var begins = char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (begins) text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }

    /// <summary>The name of a constraint or an index. One that PostgreSQL would cut off is cut here and ends in a hash of the whole, so that it stays unique and is known to us.</summary>
    public static string OfConstraint(string table, IEnumerable<string> columns, string suffix)
    {
        var name = string.Join('_', [table, .. columns, suffix]);
        if (Encoding.UTF8.GetByteCount(name) <= SqlName.MaxBytes) return name;
        var tail = string.Create(CultureInfo.InvariantCulture, $"_{Hash(name):x8}_{suffix}");
        var kept = name.Length;
        while (Encoding.UTF8.GetByteCount(name.AsSpan(0, kept)) > SqlName.MaxBytes - tail.Length) kept--;
        if (char.IsHighSurrogate(name[kept - 1])) kept--;
        return name[..kept] + tail;
    }

    // FNV-1a: the same on every machine and in every version.
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var one in Encoding.UTF8.GetBytes(text)) hash = (hash ^ one) * 16777619u;
        return hash;
    }
}
