using AkkaOrm.Compilation;
using AkkaOrm.Tests.Models;

namespace AkkaOrm.Queries;

/// <summary>What a query on the shop becomes.</summary>
internal static class Ask
{
    public const string Travelers = "SELECT t0.\"id\", t0.\"name\", t0.\"age\", t0.\"created_at\", t0.\"destination_id\", t0.\"xmin\" FROM \"traveler\" t0";

    public static PreparedRead Read(Query query) => ReadPlanner.Fetch(Shop.Model, query);

    public static Plan Plan(Query query) => Read(query).Plan;

    public static string Sql(Query query) => Plan(query).ToString();

    /// <summary>Only what stands after WHERE, of a query that reads all columns of one table.</summary>
    public static string Where(Query query)
    {
        var sql = Sql(query);
        var start = sql.IndexOf(" WHERE ", StringComparison.Ordinal);
        return start < 0 ? "" : sql[(start + 7)..];
    }

    /// <summary>Only what stands between SELECT and FROM.</summary>
    public static string Columns(Query query)
    {
        var sql = Sql(query);
        return sql["SELECT ".Length..sql.LastIndexOf(" FROM ", StringComparison.Ordinal)];
    }

    /// <summary>The values of the first step; arrays as lists.</summary>
    public static object?[] Values(Query query) => [.. Plan(query).Steps[0].Arguments.Select(a => ((Argument.Value)a).Content)];
}
