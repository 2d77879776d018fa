using System.Linq.Expressions;

namespace AkkaOrm.Types;

/// <summary>Dates, times, instants and durations.</summary>
internal static class TimeMappings
{
    public static TypeMapping? For(Type clr, StoreType? store)
    {
        if (clr == typeof(DateOnly) && (store is null || store == StoreTypes.Date)) return new(clr, StoreTypes.Date);
        if (clr == typeof(TimeOnly) && (store is null || store == StoreTypes.Time)) return new(clr, StoreTypes.Time);
        if (clr == typeof(TimeSpan) && (store is null || store == StoreTypes.Interval)) return new(clr, StoreTypes.Interval);
        if (clr == typeof(DateTimeOffset) && (store is null || store == StoreTypes.TimestampTz)) return new(clr, StoreTypes.TimestampTz);
        if (clr != typeof(DateTime)) return null;
        if (store == StoreTypes.Timestamp) return new(clr, StoreTypes.Timestamp);
        if (store is not null && store != StoreTypes.TimestampTz) return null;
        return new(clr, StoreTypes.TimestampTz, (Expression<Func<DateTime, DateTimeOffset>>)(value => Instant(value)), (Expression<Func<DateTimeOffset, DateTime>>)(value => value.UtcDateTime));
    }

    // The default has no kind yet and must pass: it is how "not set" looks.
    private static DateTimeOffset Instant(DateTime value) => value.Kind == DateTimeKind.Utc ? new(value) : value == default ? default
        : throw new ConversionException($"is a DateTime of Kind {value.Kind}, and timestamp with time zone takes Utc: use DateTimeOffset, ToUniversalTime(), or [Column(TypeName = \"timestamp without time zone\")]");
}
