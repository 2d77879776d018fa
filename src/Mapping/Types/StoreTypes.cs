using System.Collections.Concurrent;
using System.Globalization;

namespace AkkaOrm.Types;

/// <summary>Every PostgreSQL type that is carried.</summary>
internal static class StoreTypes
{
    public static readonly StoreType<bool> Boolean = new("boolean");
    public static readonly StoreType<short> SmallInt = new("smallint");
    public static readonly StoreType<int> Integer = new("integer");
    public static readonly StoreType<long> BigInt = new("bigint");
    public static readonly StoreType<float> Real = new("real");
    public static readonly StoreType<double> DoublePrecision = new("double precision");
    public static readonly StoreType<decimal> Numeric = new("numeric");
    public static readonly StoreType<string> Text = new TextType("text");
    public static readonly StoreType<string> VarChar = new TextType("character varying");
    public static readonly StoreType<byte[]> Bytea = new("bytea");
    public static readonly StoreType<Guid> Uuid = new("uuid");
    public static readonly StoreType<DateOnly> Date = new("date");
    public static readonly StoreType<TimeOnly> Time = new TimeType();
    public static readonly StoreType<DateTime> Timestamp = new TimestampType();
    public static readonly StoreType<DateTimeOffset> TimestampTz = new TimestampTzType();
    public static readonly StoreType<TimeSpan> Interval = new IntervalType();

    /// <summary>A transaction id: what <c>xmin</c> is.</summary>
    public static readonly StoreType<uint> Xid = new("xid");

    private static readonly ConcurrentDictionary<(string Name, int A, int B), StoreType> Declared = new();

    private static readonly Dictionary<string, StoreType> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["boolean"] = Boolean,
        ["bool"] = Boolean,
        ["smallint"] = SmallInt,
        ["int2"] = SmallInt,
        ["integer"] = Integer,
        ["int"] = Integer,
        ["int4"] = Integer,
        ["bigint"] = BigInt,
        ["int8"] = BigInt,
        ["real"] = Real,
        ["float4"] = Real,
        ["double precision"] = DoublePrecision,
        ["float8"] = DoublePrecision,
        ["numeric"] = Numeric,
        ["decimal"] = Numeric,
        ["text"] = Text,
        ["character varying"] = VarChar,
        ["varchar"] = VarChar,
        ["bytea"] = Bytea,
        ["uuid"] = Uuid,
        ["date"] = Date,
        ["time without time zone"] = Time,
        ["time"] = Time,
        ["timestamp without time zone"] = Timestamp,
        ["timestamp"] = Timestamp,
        ["timestamp with time zone"] = TimestampTz,
        ["timestamptz"] = TimestampTz,
        ["interval"] = Interval,
        ["xid"] = Xid,
    };

    /// <summary>Text of at most <paramref name="length"/> characters; a longer one is refused by the server.</summary>
    public static StoreType VarCharOf(int length) => Declared.GetOrAdd(("varchar", length, 0), static k => new TextType("character varying", $"character varying({k.A})", k.A));

    /// <summary>Text of exactly <paramref name="length"/> characters, padded with blanks.</summary>
    /// <remarks><c>character</c> without a length is <c>character(1)</c>: only <c>bpchar</c> is a cast that cuts nothing off.</remarks>
    public static StoreType CharOf(int length) => Declared.GetOrAdd(("char", length, 0), static k => new TextType("bpchar", $"character({k.A})", k.A));

    /// <summary>A number of at most <paramref name="precision"/> digits, rounded to <paramref name="scale"/> of them after the point.</summary>
    public static StoreType NumericOf(int precision, int scale) =>
        Declared.GetOrAdd(("numeric", precision, scale), static k => new StoreType<decimal>("numeric", $"numeric({k.A},{k.B})"));

    /// <summary>The type that a declaration names, in any of the spellings PostgreSQL knows; null when it is not carried.</summary>
    public static StoreType? Parse(string declaration)
    {
        var text = string.Join(' ', declaration.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0) return text.ToLowerInvariant() is "character" or "char" ? CharOf(1) : ByName.GetValueOrDefault(text);
        if (!text.EndsWith(')')) return null;
        var name = text[..open].TrimEnd().ToLowerInvariant();
        var numbers = text[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries);
        if (!numbers.All(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out _))) return null;
        int[] sizes = [.. numbers.Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        return (name, sizes) switch
        {
            ("varchar" or "character varying", [> 0 and var length]) => VarCharOf(length),
            ("char" or "character", [> 0 and var length]) => CharOf(length),
            ("numeric" or "decimal", [> 0 and var precision]) => NumericOf(precision, 0),
            ("numeric" or "decimal", [> 0 and var precision, var scale]) => NumericOf(precision, scale),
            _ => null,
        };
    }
}
