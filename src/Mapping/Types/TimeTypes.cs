namespace AkkaOrm.Types;

/// <summary>time without time zone.</summary>
internal sealed class TimeType() : StoreType<TimeOnly>("time without time zone")
{
    public override bool IsNormal => false;

    public override object Normalize(object value) => value is TimeOnly time ? new TimeOnly(Microseconds.Whole(time.Ticks)) : value;
}

/// <summary>timestamp without time zone: a date and time of some place that the column does not know.</summary>
internal sealed class TimestampType() : StoreType<DateTime>("timestamp without time zone")
{
    public override bool IsNormal => false;

    public override object Normalize(object value) => value is DateTime time ? new DateTime(Microseconds.Whole(time.Ticks), time.Kind) : value;

    public override string? Fault(object value) =>
        value is DateTime { Kind: DateTimeKind.Utc } ? $"is a DateTime of Kind Utc, and {Name} holds no instant: use timestamp with time zone, or DateTime.SpecifyKind" : base.Fault(value);
}

/// <summary>timestamp with time zone: an instant.</summary>
internal sealed class TimestampTzType() : StoreType<DateTimeOffset>("timestamp with time zone")
{
    public override bool IsNormal => false;

    public override object Normalize(object value) => value is DateTimeOffset time ? new DateTimeOffset(Microseconds.Whole(time.UtcTicks), TimeSpan.Zero) : value;
}

/// <summary>interval.</summary>
internal sealed class IntervalType() : StoreType<TimeSpan>("interval")
{
    public override bool IsNormal => false;

    public override object Normalize(object value) => value is TimeSpan span ? new TimeSpan(Microseconds.Whole(span.Ticks)) : value;
}

/// <summary>PostgreSQL's clock ticks in microseconds, .NET's in tenths of them: the rest is cut off before it is sent, so that what was sent is what is stored.</summary>
internal static class Microseconds
{
    public static long Whole(long ticks) => ticks - (ticks % TimeSpan.TicksPerMicrosecond);
}
