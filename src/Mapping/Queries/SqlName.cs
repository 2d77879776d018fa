using System.Text;

namespace AkkaOrm;

/// <summary>The name of a table or column, quoted: the only thing besides SQL itself that an interpolated SQL text takes as it is. Made by <see cref="Model.Table{T}"/> and <see cref="Model.Column{T}"/>.</summary>
public sealed class SqlName : IEquatable<SqlName>
{
    /// <summary>What PostgreSQL keeps of a name (NAMEDATALEN − 1): longer ones it would cut off silently.</summary>
    internal const int MaxBytes = 63;

    private readonly string _text;

    /// <param name="parts">From the outside in: schema and table, or one name alone.</param>
    internal SqlName(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (text.Length > 0) text.Append('.');
            text.Append(Quote(part));
        }
        _text = text.ToString();
    }

    /// <summary>The name in double quotes, those in it doubled; with a schema, <c>"schema"."table"</c>.</summary>
    public override string ToString() => _text;

    /// <summary>Equal when they are written the same.</summary>
    public bool Equals(SqlName? other) => other is not null && other._text == _text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SqlName);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <exception cref="ArgumentException">It cannot be a name in PostgreSQL.</exception>
    internal static string Quote(string name) =>
        Fault(name) is { } fault ? throw new ArgumentException($"a name in SQL {fault}", nameof(name)) : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Why PostgreSQL would refuse or cut off the name, as a phrase; null when it would not.</summary>
    internal static string? Fault(string name) =>
        name.Length == 0 ? "cannot be empty"
        : name.Contains('\0', StringComparison.Ordinal) ? "cannot contain U+0000"
        : Encoding.UTF8.GetByteCount(name) is > MaxBytes and var bytes ? $"has at most {MaxBytes} bytes, not {bytes}"
        : null;
}
