using System.Reflection;
using AkkaOrm.Types;

namespace AkkaOrm.Statements;

/// <summary>What of the base class library PostgreSQL has, a line each. {0} is the value itself, or the first argument of a static method.</summary>
/// <param name="Pattern">The SQL.</param>
/// <param name="Type">Of the answer; null when it is that of {0}.</param>
/// <param name="Binding">How tightly operands must bind where the pattern uses operators around them.</param>
internal sealed record SqlFunction(string Pattern, TypeMapping? Type = null, int Binding = 0)
{
    /// <summary>How tightly the answer binds.</summary>
    public int Own => Pattern.StartsWith("{0} +", StringComparison.Ordinal) ? SqlOperator.Add.Binding : Pattern.Contains("::", StringComparison.Ordinal) ? SqlOperator.CastBinding : SqlOperator.Atom;

    /// <summary>A moment is taken apart in UTC, where .NET has it: the time zone of the connection must not matter.</summary>
    public bool IsCalendar { get; init; }
}

/// <inheritdoc cref="SqlFunction"/>
internal static class SqlFunctions
{
    private static readonly Dictionary<(Type Type, string Name, int Arguments), SqlFunction> All = new()
    {
        [(typeof(string), nameof(string.Length), 0)] = new("length({0})", SqlTypes.Integer),
        [(typeof(string), nameof(string.ToLower), 0)] = new("lower({0})"),
        [(typeof(string), nameof(string.ToLowerInvariant), 0)] = new("lower({0})"),
        [(typeof(string), nameof(string.ToUpper), 0)] = new("upper({0})"),
        [(typeof(string), nameof(string.ToUpperInvariant), 0)] = new("upper({0})"),
        [(typeof(string), nameof(string.Trim), 0)] = new("btrim({0}, E' \\t\\n\\r\\f\\v')"),
        [(typeof(string), nameof(string.TrimStart), 0)] = new("ltrim({0}, E' \\t\\n\\r\\f\\v')"),
        [(typeof(string), nameof(string.TrimEnd), 0)] = new("rtrim({0}, E' \\t\\n\\r\\f\\v')"),
        [(typeof(string), nameof(string.Substring), 1)] = new("substr({0}, {1} + 1)", Binding: SqlOperator.Add.Binding),
        [(typeof(string), nameof(string.Substring), 2)] = new("substr({0}, {1} + 1, {2})", Binding: SqlOperator.Add.Binding),
        [(typeof(string), nameof(string.Replace), 2)] = new("replace({0}, {1}, {2})"),
        [(typeof(string), nameof(string.IndexOf), 1)] = new("(strpos({0}, {1}) - 1)", SqlTypes.Integer),

        [(typeof(Math), nameof(Math.Abs), 1)] = new("abs({0})"),
        [(typeof(Math), nameof(Math.Ceiling), 1)] = new("ceiling({0})"),
        [(typeof(Math), nameof(Math.Floor), 1)] = new("floor({0})"),
        [(typeof(Math), nameof(Math.Truncate), 1)] = new("trunc({0})"),
        [(typeof(Math), nameof(Math.Sign), 1)] = new("sign({0})::integer", SqlTypes.Integer),
        [(typeof(Math), nameof(Math.Sqrt), 1)] = new("sqrt({0})"),
        [(typeof(Math), nameof(Math.Pow), 2)] = new("power({0}, {1})"),
        [(typeof(Math), nameof(Math.Exp), 1)] = new("exp({0})"),
        [(typeof(Math), nameof(Math.Log), 1)] = new("ln({0})"),
        [(typeof(Math), nameof(Math.Log10), 1)] = new("log({0})"),

        [(typeof(DateOnly), nameof(DateOnly.AddDays), 1)] = new("{0} + {1}", Binding: SqlOperator.Multiply.Binding),
        [(typeof(DateOnly), nameof(DateOnly.FromDateTime), 1)] = new("{0}::date", SqlTypes.Date, SqlOperator.CastBinding + 1) { IsCalendar = true },
        [(typeof(DateOnly), nameof(DateOnly.AddMonths), 1)] = new("({0} + {1} * interval '1 month')::date", Binding: SqlOperator.Multiply.Binding),
        [(typeof(DateOnly), nameof(DateOnly.AddYears), 1)] = new("({0} + {1} * interval '1 year')::date", Binding: SqlOperator.Multiply.Binding),
    };

    static SqlFunctions()
    {
        foreach (var type in new[] { typeof(DateOnly), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeOnly) })
        {
            if (type != typeof(TimeOnly))
            {
                foreach (var part in new[] { "Year", "Month", "Day" }) All[(type, part, 0)] = Part(part.ToLowerInvariant());
                All[(type, "DayOfYear", 0)] = Part("doy");
            }
            if (type == typeof(DateOnly)) continue;
            foreach (var part in new[] { "Hour", "Minute" }) All[(type, part, 0)] = Part(part.ToLowerInvariant());
            All[(type, "Second", 0)] = new("floor(extract(second from {0}))::integer", SqlTypes.Integer) { IsCalendar = true };
            All[(type, "AddHours", 1)] = Plus("1 hour");
            All[(type, "AddMinutes", 1)] = Plus("1 minute");
            if (type == typeof(TimeOnly)) continue;
            All[(type, "Date", 0)] = new("date_trunc('day', {0})") { IsCalendar = true };
            All[(type, "AddSeconds", 1)] = Plus("1 second");
            All[(type, "AddDays", 1)] = Plus("24 hours");
            All[(type, "AddMonths", 1)] = Plus("1 month") with { IsCalendar = true };
            All[(type, "AddYears", 1)] = Plus("1 year") with { IsCalendar = true };
        }
    }

    /// <summary>The function for a method or a property; null when there is none.</summary>
    public static SqlFunction? Find(MemberInfo member, int arguments) => All.GetValueOrDefault((member.DeclaringType!, member.Name, arguments));

    private static SqlFunction Plus(string interval) => new($"{{0}} + {{1}} * interval '{interval}'", Binding: SqlOperator.Multiply.Binding);

    private static SqlFunction Part(string part) => new($"extract({part} from {{0}})::integer", SqlTypes.Integer) { IsCalendar = true };
}
