using System.Collections.Frozen;
using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Types;

namespace AkkaOrm.Compilation;

/// <summary>Spares the way back of columns that hold what was sent, in statements on many rows: the server says so, or sends them after all.</summary>
/// <remarks>
/// It looks into its catalogue: no trigger or rule of a user's, no child tables, no row of another kind than a table's, and the columns written
/// are of the types the model says, which keep any value that passes. What is not as simple is returned whole. A snapshot of a whole transaction does not show a trigger made
/// since, which works all the same: so it is asked for in READ COMMITTED only. Triggers of a partition are its table's, and some servers call those internal.
/// </remarks>
internal static class AsSent
{
    /// <summary>Fewer rows than that are not worth the look.</summary>
    public const int LeastRows = 32;

    // What is not among them comes back otherwise than it was sent: rounded, padded, with another scale or kind.
    private static readonly FrozenSet<StoreType> Types =
    [
        StoreTypes.Boolean, StoreTypes.SmallInt, StoreTypes.Integer, StoreTypes.BigInt, StoreTypes.Real, StoreTypes.DoublePrecision,
        StoreTypes.Bytea, StoreTypes.Uuid, StoreTypes.Date, StoreTypes.Time, StoreTypes.TimestampTz,
    ];

    /// <summary>Columns that hold what was sent, where nothing else has a hand in them.</summary>
    public static bool Keeps(Property property) => !property.IsDeferred && (Types.Contains(property.Mapping.Store) || property.Mapping.Store is TextType { IsPadded: false });

    /// <summary>Columns that an UPDATE by version leaves as they were read.</summary>
    public static bool Stays(Property property) => property is { IsDeferred: false, IsSystem: false, Source: not (ValueSource.Computed or ValueSource.RowVersion) };

    /// <summary><c>p AS MATERIALIZED (SELECT … AS ok …)</c>: whether the table is as simple as that.</summary>
    /// <param name="written">Columns that must be of their types.</param>
    /// <param name="kept">Columns that nothing is written to, which must not be made of others.</param>
    public static string Look(EntityType type, IEnumerable<Property> written, IEnumerable<Property> kept)
    {
        Property[] columns = [.. written], others = [.. kept];
        var plain = others.Length == 0 ? "" : $"\n  AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attgenerated <> '' AND a.attname = ANY ({Literal(others, p => p.Column)}::name[]))";
        var (names, types, modifiers) = (Literal(columns, p => p.Column), Literal(columns, p => p.Mapping.Store.Name), Literal(columns, p => $"{p.Mapping.Store.Modifier}"));
        return $"""
            p AS MATERIALIZED (SELECT pg_catalog.current_setting('transaction_isolation') = 'read committed' AND c.relkind = 'r' AND NOT c.relispartition AND NOT c.relhasrules AND NOT c.relhassubclass AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal)
              AND NOT EXISTS (SELECT FROM unnest({names}::name[], {types}::regtype[], {modifiers}::integer[]) AS e(n, y, m) LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = e.n
              WHERE (a.atttypid = e.y AND a.atttypmod = e.m) IS NOT TRUE){plain} AS ok FROM pg_catalog.pg_class AS c WHERE c.oid = {Text(WriteTexts.Table(type))}::regclass)
            """;
    }

    /// <summary>What a write returns: with what is spared as null where the look said so, and at the end whether it did.</summary>
    public static string Returned(Returning returning, ImmutableArray<int> spared, string alias) => string.Join(", ", returning.Properties.Select(p =>
        spared.Contains(p.Ordinal) ? $"CASE WHEN (SELECT p.ok FROM p) THEN NULL ELSE {alias}.{SqlName.Quote(p.Column)} END AS {SqlName.Quote(p.Column)}" : $"{alias}.{SqlName.Quote(p.Column)}"));

    private static string Literal(Property[] columns, Func<Property, string> part) =>
        Text($"{{{string.Join(',', columns.Select(p => $"\"{part(p).Replace("\\", "\\\\").Replace("\"", "\\\"")}\""))}}}");

    private static string Text(string text) => $"'{text.Replace("'", "''")}'";
}
