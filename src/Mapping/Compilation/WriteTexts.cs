using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Types;

namespace AkkaOrm.Compilation;

/// <summary>The texts of INSERT, for entities and for links.</summary>
internal static class WriteTexts
{
    /// <summary>What the text of the server's error begins with when a trigger kept rows from being inserted.</summary>
    public const string LostRows = "akka-orm lost rows: ";

    /// <remarks>
    /// Rows are inserted in the order of the arrays, which is also the order of RETURNING: ModifyTable hands its rows on one by one, and
    /// nothing in the guard sorts or hashes them.
    /// </remarks>
    public static WriteStatement Insert(EntityType type, ImmutableArray<int> columns, bool isMany, bool isTerse)
    {
        var parameters = new WriteParameters(isMany);
        var values = columns.Select((ordinal, i) => parameters.Add(WriteRole.Column, type.Properties[ordinal], $"c{i}")).ToList();
        var names = string.Join(", ", columns.Select(ordinal => SqlName.Quote(type.Properties[ordinal].Column)));
        var (rows, given) = (isMany, columns.IsEmpty) switch
        {
            (false, true) => ("DEFAULT VALUES", "1"),
            (false, false) => ($"({names}) VALUES ({string.Join(", ", values)})", "1"),
            (true, true) when parameters.AddCount() is var count => ($"SELECT FROM generate_series(1, {count})", count),
            _ => ($"({names}) SELECT {string.Join(", ", values)} FROM {parameters.Unnested()} ORDER BY v.o", parameters.Given),
        };
        var returning = Returning.Of(type);
        ImmutableArray<int> spared = isTerse ? [.. columns.Where(ordinal => AsSent.Keeps(type.Properties[ordinal]))] : [];
        isTerse = !spared.IsEmpty;
        var sql = $"""
            WITH {(isTerse ? AsSent.Look(type, spared.Select(ordinal => type.Properties[ordinal]), []) + ",\n" : "")}i AS (INSERT INTO {Table(type)} AS t {rows} RETURNING {AsSent.Returned(returning, spared, "t")}),
            g AS MATERIALIZED (SELECT CASE WHEN count(*) = {given} THEN 1 ELSE ('{LostRows}' || {given} - count(*) || ' of ' || {given})::integer END AS ok FROM i)
            SELECT {returning.From("i")}{(isTerse ? ", (SELECT p.ok FROM p)" : "")} FROM g LEFT JOIN i ON g.ok = 1
            """;
        return parameters.Statement(sql, isTerse ? returning.Columns.Add(StoreTypes.Boolean) : returning.Columns, returning.ByOrdinal) with { Spared = spared };
    }

    public static WriteStatement Link(Relation relation)
    {
        var (parameters, columns, values) = LinkColumns(relation);
        var sql = $"""
            WITH i AS (INSERT INTO {Table(relation)} ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM {parameters.Unnested()} ORDER BY v.o RETURNING 1),
            g AS MATERIALIZED (SELECT CASE WHEN count(*) = {parameters.Given} THEN 1 ELSE ('{LostRows}' || {parameters.Given} - count(*) || ' of ' || {parameters.Given})::integer END AS ok FROM i)
            SELECT g.ok FROM g
            """;
        return parameters.Statement(sql, [StoreTypes.Integer], []);
    }

    public static WriteStatement Unlink(Relation relation)
    {
        var (parameters, columns, values) = LinkColumns(relation);
        var match = string.Join(" AND ", columns.Zip(values, (column, value) => $"t.{column} = {value}"));
        return parameters.Statement($"DELETE FROM {Table(relation)} AS t USING {parameters.Unnested()} WHERE {match}", [], []);
    }

    private static string Table(Relation relation) => Table(relation.Link!.Schema, relation.Link.Table);

    internal static string Table(EntityType type) => Table(type.Schema, type.Table);

    private static string Table(string? schema, string table) => (schema is null ? new SqlName(table) : new SqlName(schema, table)).ToString();

    private static (WriteParameters Parameters, List<string> Columns, List<string> Values) LinkColumns(Relation relation)
    {
        var link = relation.Link ?? throw new InvalidOperationException($"{relation} has no link table");
        var parameters = new WriteParameters(isMany: true);
        var values = relation.FromKey.Select((property, i) => parameters.Add(WriteRole.From, property, $"a{i}"))
            .Concat(relation.ToKey.Select((property, i) => parameters.Add(WriteRole.To, property, $"b{i}"))).ToList();
        return (parameters, [.. link.FromColumns.Concat(link.ToColumns).Select(SqlName.Quote)], values);
    }
}
