using System.Globalization;
using System.Text;
using AkkaOrm.Compilation;

namespace AkkaOrm.Telemetry;

/// <summary>Parameters for people: values only where the settings ask for them.</summary>
internal static class ParameterText
{
    private const int LongestText = 200, LongestList = 10;

    /// <summary><c>$1 = ?, $2 = ?</c>; empty when there are none.</summary>
    public static string Of(in BoundStatement bound, bool show)
    {
        if (bound.Arguments.IsDefaultOrEmpty) return "";
        var text = new StringBuilder();
        for (var i = 0; i < bound.Arguments.Length; i++) text.Append(i == 0 ? "" : ", ").Append('$').Append(i + 1).Append(" = ").Append(Of(bound.Arguments[i], show));
        return text.ToString();
    }

    public static string Of(object? value, bool show) => !show ? "?" : value switch
    {
        null => "null",
        string text => Quoted(text),
        byte[] bytes => $"{bytes.Length} bytes",
        Array array => Listed(array),
        IFormattable formattable => formattable.ToString(value is DateTime or DateTimeOffset or DateOnly or TimeOnly ? "O" : null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Quoted(string text) => text.Length <= LongestText ? $"'{text}'" : $"'{text.AsSpan(0, LongestText)}…' ({text.Length} characters)";

    private static string Listed(Array array)
    {
        var shown = array.Cast<object?>().Take(LongestList).Select(item => Of(item, true));
        return $"[{string.Join(", ", shown)}{(array.Length > LongestList ? $", … {array.Length - LongestList} more" : "")}]";
    }
}
