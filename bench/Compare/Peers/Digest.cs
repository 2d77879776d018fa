using System.Globalization;

namespace AkkaOrm.Compare.Peers;

/// <summary>What came out, in a line: how many rows, and a hash of all fields in order.</summary>
/// <remarks>FNV-1a over UTF-8, as published by Fowler, Noll and Vo.</remarks>
internal sealed class Digest
{
    private ulong _hash = 14695981039346656037;
    private long _rows;

    /// <summary>One row, its fields in the order all contenders keep.</summary>
    public Digest Row(params ReadOnlySpan<object?> fields)
    {
        _rows++;
        foreach (var field in fields) Field(field);
        return this;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_rows} rows {_hash:x16}");

    private void Field(object? value)
    {
        var text = value switch
        {
            null => "∅",
            // To the microsecond, which is what PostgreSQL keeps.
            DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture),
            decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
        foreach (var b in System.Text.Encoding.UTF8.GetBytes(text)) Add(b);
        Add(0xff);
    }

    private void Add(byte b) => _hash = unchecked((_hash ^ b) * 1099511628211);
}
