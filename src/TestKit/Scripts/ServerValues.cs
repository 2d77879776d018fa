using AkkaOrm.Models;

namespace AkkaOrm.Scripts;

/// <summary>What stands in a column when the client says nothing.</summary>
internal static class ServerValues
{
    public static object? For(Property property, ShownRows rows)
    {
        var type = property.Mapping.Store.ClrType;
        if (property.IsSystem || property.Source == ValueSource.RowVersion) return Default(type) is byte[]? new byte[] { 1 } : Convert.ChangeType(EntityValues.FirstVersion, type, null);
        if (property.Source == ValueSource.Identity) return rows.Next(property);
        if (property.Source == ValueSource.Client && property.IsNullable) return null;
        return Present(type) ?? Default(type);
    }

    /// <summary>A version one higher; one that does not count is left as it is.</summary>
    public static object? After(object? version, Property property) => version switch
    {
        uint n => n + 1,
        int n => n + 1,
        long n => n + 1,
        short n => (short)(n + 1),
        decimal n => n + 1,
        null => For(property, new ShownRows()),
        _ => Present(property.Mapping.Store.ClrType) ?? version,
    };

    // Microseconds, as the server keeps them.
    private static object? Present(Type type)
    {
        var now = DateTimeOffset.UtcNow;
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        return type == typeof(DateTimeOffset) ? now
            : type == typeof(DateTime) ? DateTime.SpecifyKind(now.UtcDateTime, DateTimeKind.Unspecified)
            : type == typeof(DateOnly) ? DateOnly.FromDateTime(now.UtcDateTime)
            : type == typeof(TimeOnly) ? TimeOnly.FromDateTime(now.UtcDateTime)
            : type == typeof(Guid) ? Guid.CreateVersion7()
            : null;
    }

    private static object? Default(Type type) => type == typeof(string) ? "" : type == typeof(byte[]) ? Array.Empty<byte>() : type.IsValueType ? Activator.CreateInstance(type) : null;
}
