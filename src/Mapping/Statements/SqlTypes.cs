using AkkaOrm.Types;

namespace AkkaOrm.Statements;

/// <summary>The types of what functions and operators answer.</summary>
internal static class SqlTypes
{
    public static readonly TypeMapping
        Boolean = TypeMappings.Find(typeof(bool))!,
        Integer = TypeMappings.Find(typeof(int))!,
        BigInt = TypeMappings.Find(typeof(long))!,
        Double = TypeMappings.Find(typeof(double))!,
        Numeric = TypeMappings.Find(typeof(decimal))!,
        Text = TypeMappings.Find(typeof(string))!,
        Date = TypeMappings.Find(typeof(DateOnly))!,
        Time = TypeMappings.Find(typeof(TimeOnly))!,
        TimestampTz = TypeMappings.Find(typeof(DateTimeOffset))!,
        Interval = TypeMappings.Find(typeof(TimeSpan))!;
}
