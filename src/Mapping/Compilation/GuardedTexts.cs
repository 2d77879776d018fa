using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Types;

namespace AkkaOrm.Compilation;

/// <summary>The texts of statements on rows that must still be as they were read: the judge sits in the statement, so that COMMIT can ride in the same batch.</summary>
/// <remarks>
/// Each fails by casting a text that lists the stale rows to an integer: <c>akka-orm stale write: 3:changed,7:gone</c>. Rows are named by their
/// place in the arrays, from 1, so that no key passes through the server's messages.
/// </remarks>
internal static class GuardedTexts
{
    /// <summary>What the text of the server's error begins with when rows are not as they were read.</summary>
    public const string StaleWrite = "akka-orm stale write: ";

    public static WriteStatement Update(EntityType type, ImmutableArray<int> columns, bool isVersioned, bool isMany, bool isTerse)
    {
        var parameters = new WriteParameters(isMany);
        var (keys, match) = Match(type, isVersioned, parameters);
        var counter = type is { VersionKind: VersionKind.Column, Version: { } version } && IsCounter(version) ? version : null;
        var sets = columns.Select(ordinal => type.Properties[ordinal])
            .Where(p => p != counter)
            .Select((p, i) => $"{SqlName.Quote(p.Column)} = {parameters.Add(WriteRole.Column, p, $"c{i}")}").ToList();
        if (counter is not null) sets.Add($"{SqlName.Quote(counter.Column)} = t.{SqlName.Quote(counter.Column)} + 1");
        var returning = Returning.Of(type);
        ImmutableArray<int> spared = isTerse
            ? [.. returning.Properties.Where(p => AsSent.Stays(p) && (!columns.Contains(p.Ordinal) || AsSent.Keeps(p))).Select(p => p.Ordinal)]
            : [];
        isTerse = !spared.IsEmpty;
        var write = $"UPDATE {Table(type)} AS t SET {string.Join(", ", sets)}{(isMany ? $" FROM {parameters.Unnested()}" : "")} WHERE {match} RETURNING {(isMany ? "v.o AS \"#\", " : "")}{AsSent.Returned(returning, spared, "t")}";
        // A row that was deleted while the statement waited for it is still in the statement's snapshot: only locking it tells. Who holds a
        // lock that conflicts is deleting it, or changing its key.
        var sql = $"""
            WITH {(isTerse ? AsSent.Look(type, columns.Intersect(spared).Select(ordinal => type.Properties[ordinal]), spared.Except(columns).Select(ordinal => type.Properties[ordinal])) + ",\n" : "")}u AS ({write}),
            {Judge(type, parameters, keys, isMany, "u", " FOR KEY SHARE SKIP LOCKED")}
            SELECT {returning.From("u")}{(isTerse ? ", (SELECT p.ok FROM p)" : "")} FROM c LEFT JOIN u ON c.ok = 1{(isMany ? " ORDER BY u.\"#\"" : "")}
            """;
        return parameters.Statement(sql, isTerse ? returning.Columns.Add(StoreTypes.Boolean) : returning.Columns, returning.ByOrdinal) with { Spared = spared };
    }

    public static WriteStatement Delete(EntityType type, bool isVersioned, bool isMany)
    {
        var parameters = new WriteParameters(isMany);
        var (keys, match) = Match(type, isVersioned, parameters);
        var sql = $"""
            WITH u AS (DELETE FROM {Table(type)} AS t{(isMany ? $" USING {parameters.Unnested()}" : "")} WHERE {match} RETURNING {(isMany ? "v.o AS \"#\"" : "1")}),
            {Judge(type, parameters, keys, isMany, "u", "")}
            SELECT c.ok FROM c
            """;
        return parameters.Statement(sql, [StoreTypes.Integer], []);
    }

    /// <remarks>The order in an array does not order locks, since the join decides; ORDER BY below a locking clause does.</remarks>
    public static WriteStatement Lock(EntityType type, bool isVersioned, bool isForDelete)
    {
        var parameters = new WriteParameters(isMany: true);
        var (keys, _) = Match(type, isVersioned, parameters);
        var columns = type.Key.Properties.Select(p => $"t.{SqlName.Quote(p.Column)}").ToList();
        var locked = string.Join(", ", columns.Select((column, i) => $"{column} AS k{i}"));
        var same = string.Join(" AND ", columns.Select((_, i) => $"l.k{i} = v.k{i}"));
        var rows = keys == 1 ? $"WHERE {columns[0]} = ANY($1::{type.Key.Properties[0].Mapping.Store.ArrayName})" : $"WHERE ({string.Join(", ", columns)}) IN (SELECT {string.Join(", ", columns.Select((_, i) => $"v.k{i}"))} FROM {parameters.Unnested(keys)})";
        var stale = isVersioned ? "l.k0 IS NULL OR NOT l.w = v.w" : "l.k0 IS NULL";
        var sql = $"""
            WITH l AS MATERIALIZED (SELECT {locked}{(isVersioned ? $", t.{SqlName.Quote(type.Version!.Column)} AS w" : "")} FROM {Table(type)} AS t {rows} ORDER BY {string.Join(", ", columns)} FOR {(isForDelete ? "UPDATE" : "NO KEY UPDATE")} OF t),
            m AS (SELECT v.o, l.k0 IS NOT NULL AS is_there FROM {parameters.Unnested()} LEFT JOIN l ON {same} WHERE {stale})
            SELECT CASE WHEN count(*) = 0 THEN 1 ELSE ('{StaleWrite}' || {Listed})::integer END AS ok FROM m
            """;
        return parameters.Statement(sql, [StoreTypes.Integer], []);
    }

    private const string Listed = "string_agg(m.o || CASE WHEN m.is_there THEN ':changed' ELSE ':gone' END, ',' ORDER BY m.o)";

    /// <summary>Compares with the count of rows written; looks for what is missing only when they differ.</summary>
    private static string Judge(EntityType type, WriteParameters parameters, int keys, bool isMany, string written, string locking)
    {
        var there = (string part) => $"EXISTS (SELECT 1 FROM {Table(type)} AS t WHERE {string.Join(" AND ", type.Key.Properties.Select((p, i) => $"t.{SqlName.Quote(p.Column)} = {part}{(isMany ? $"k{i}" : $"{i + 1}")}"))}{locking})";
        return isMany
            ? $"""
              m AS (SELECT v.o, {there("v.")} AS is_there FROM {parameters.Unnested(keys)} WHERE NOT EXISTS (SELECT 1 FROM {written} WHERE {written}."#" = v.o)),
              c AS MATERIALIZED (SELECT CASE WHEN count(*) = {parameters.Given} THEN 1 ELSE ('{StaleWrite}' || (SELECT {Listed} FROM m))::integer END AS ok FROM {written})
              """
            : $"c AS MATERIALIZED (SELECT CASE WHEN count(*) = 1 THEN 1 ELSE ('{StaleWrite}1:' || CASE WHEN {there("$")} THEN 'changed' ELSE 'gone' END)::integer END AS ok FROM {written})";
    }

    private static (int Keys, string Condition) Match(EntityType type, bool isVersioned, WriteParameters parameters)
    {
        var conditions = type.Key.Properties.Select((p, i) => $"t.{SqlName.Quote(p.Column)} = {parameters.Add(WriteRole.Key, p, $"k{i}")}").ToList();
        if (isVersioned) conditions.Add($"t.{SqlName.Quote(type.Version!.Column)} = {parameters.Add(WriteRole.Version, type.Version, "w")}");
        return (type.Key.Properties.Length, string.Join(" AND ", conditions));
    }

    private static string Table(EntityType type) => WriteTexts.Table(type);

    /// <summary>The statement counts it up; any other version column is the server's business (a trigger), or the user's.</summary>
    private static bool IsCounter(Property version) =>
        version.Mapping.Store is var type && (type == StoreTypes.Integer || type == StoreTypes.BigInt || type == StoreTypes.SmallInt || type == StoreTypes.Numeric);
}
