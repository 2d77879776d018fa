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
    public static readonly StoreType<string> Text = new("text");
    public static readonly StoreType<byte[]> Bytea = new("bytea");
    public static readonly StoreType<Guid> Uuid = new("uuid");
    public static readonly StoreType<DateOnly> Date = new("date");
    public static readonly StoreType<TimeOnly> Time = new("time without time zone");
    public static readonly StoreType<DateTime> Timestamp = new("timestamp without time zone");
    public static readonly StoreType<DateTimeOffset> TimestampTz = new("timestamp with time zone");
    public static readonly StoreType<TimeSpan> Interval = new("interval");

    /// <summary>A transaction id: what <c>xmin</c> is.</summary>
    public static readonly StoreType<uint> Xid = new("xid");
}
