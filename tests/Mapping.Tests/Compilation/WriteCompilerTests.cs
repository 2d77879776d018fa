using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Models;
using AkkaOrm.Tests.UnitsOfWork;
using AkkaOrm.Types;
using Xunit;

namespace AkkaOrm.Tests.Compilation;

public class WriteCompilerTests
{
    private readonly FlushModel _model = new();
    private readonly EntityType _traveler, _visit, _log;

    public WriteCompilerTests()
    {
        _traveler = _model.Add("Traveler", "xmin", ("name", StoreTypes.Text, false), ("age", StoreTypes.Integer, true));
        _visit = _model.Add("Visit", "version", [("traveler_id", StoreTypes.Integer), ("country", StoreTypes.Text)], ValueSource.Client, ("version", StoreTypes.BigInt, false), ("note", StoreTypes.Text, true));
        _log = _model.Add("Log", "", [("id", StoreTypes.Uuid)], ValueSource.Client, ("text", StoreTypes.Text, false));
    }

    private static void AssertSql(string expected, WriteStatement statement) => Assert.Equal(expected.ReplaceLineEndings("\n"), statement.Statement.Sql);

    [Fact]
    public void Insert_of_one_row_gives_values()
    {
        var statement = WriteCompiler.Insert(_traveler, [1, 2], isMany: false);
        AssertSql("""
            WITH i AS (INSERT INTO "traveler" AS t ("name", "age") VALUES ($1, $2) RETURNING t."id", t."name", t."age", t."xmin"),
            g AS MATERIALIZED (SELECT CASE WHEN count(*) = 1 THEN 1 ELSE ('akka-orm lost rows: ' || 1 - count(*) || ' of ' || 1)::integer END AS ok FROM i)
            SELECT i."id", i."name", i."age", i."xmin" FROM g LEFT JOIN i ON g.ok = 1
            """, statement);
        Assert.Equal([StoreTypes.Integer, StoreTypes.Text, StoreTypes.Integer, StoreTypes.Xid], statement.Statement.Columns.ToArray());
        Assert.Equal([new(StoreTypes.Text), new(StoreTypes.Integer)], statement.Statement.Parameters.ToArray());
        Assert.Equal([0, 1, 2, 3], statement.Returned.ToArray());
    }

    /// <summary>U6</summary>
    [Fact]
    public void Insert_of_many_takes_an_array_a_column()
    {
        var statement = WriteCompiler.Insert(_traveler, [1, 2], isMany: true);
        AssertSql("""
            WITH i AS (INSERT INTO "traveler" AS t ("name", "age") SELECT v.c0, v.c1 FROM unnest($1::text[], $2::integer[]) WITH ORDINALITY AS v(c0, c1, o) ORDER BY v.o RETURNING t."id", t."name", t."age", t."xmin"),
            g AS MATERIALIZED (SELECT CASE WHEN count(*) = cardinality($1) THEN 1 ELSE ('akka-orm lost rows: ' || cardinality($1) - count(*) || ' of ' || cardinality($1))::integer END AS ok FROM i)
            SELECT i."id", i."name", i."age", i."xmin" FROM g LEFT JOIN i ON g.ok = 1
            """, statement);
        Assert.All(statement.Statement.Parameters, p => Assert.True(p.IsArray));
    }

    /// <summary>U6</summary>
    [Fact]
    public void Of_very_many_rows_what_holds_what_was_sent_is_spared_where_the_table_is_simple()
    {
        var insert = WriteCompiler.Insert(_traveler, [1, 2], isMany: true, isTerse: true);
        AssertSql("""
            WITH p AS MATERIALIZED (SELECT pg_catalog.current_setting('transaction_isolation') = 'read committed' AND c.relkind = 'r' AND NOT c.relispartition AND NOT c.relhasrules AND NOT c.relhassubclass AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal)
              AND NOT EXISTS (SELECT FROM unnest('{"name","age"}'::name[], '{"text","integer"}'::regtype[], '{"-1","-1"}'::integer[]) AS e(n, y, m) LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = e.n
              WHERE (a.atttypid = e.y AND a.atttypmod = e.m) IS NOT TRUE) AS ok FROM pg_catalog.pg_class AS c WHERE c.oid = '"traveler"'::regclass),
            i AS (INSERT INTO "traveler" AS t ("name", "age") SELECT v.c0, v.c1 FROM unnest($1::text[], $2::integer[]) WITH ORDINALITY AS v(c0, c1, o) ORDER BY v.o RETURNING t."id", CASE WHEN (SELECT p.ok FROM p) THEN NULL ELSE t."name" END AS "name", CASE WHEN (SELECT p.ok FROM p) THEN NULL ELSE t."age" END AS "age", t."xmin"),
            g AS MATERIALIZED (SELECT CASE WHEN count(*) = cardinality($1) THEN 1 ELSE ('akka-orm lost rows: ' || cardinality($1) - count(*) || ' of ' || cardinality($1))::integer END AS ok FROM i)
            SELECT i."id", i."name", i."age", i."xmin", (SELECT p.ok FROM p) FROM g LEFT JOIN i ON g.ok = 1
            """, insert);
        Assert.Equal([1, 2], insert.Spared.ToArray());
        var update = WriteCompiler.Update(_traveler, [2], isVersioned: true, isMany: true, isTerse: true);
        Assert.Equal([0, 1, 2], update.Spared.ToArray());
        Assert.Contains("a.attgenerated <> '' AND a.attname = ANY ('{\"id\",\"name\"}'::name[]))", update.Statement.Sql);
    }

    /// <summary>U5</summary>
    [Fact]
    public void Insert_without_columns_takes_all_defaults()
    {
        Assert.Contains("INSERT INTO \"traveler\" AS t DEFAULT VALUES RETURNING", WriteCompiler.Insert(_traveler, [], isMany: false).Statement.Sql);
        var many = WriteCompiler.Insert(_traveler, [], isMany: true);
        Assert.Contains("INSERT INTO \"traveler\" AS t SELECT FROM generate_series(1, $1) RETURNING", many.Statement.Sql);
        Assert.Equal([new(WriteRole.Count, null)], many.Parameters.ToArray());
    }

    /// <summary>U4, U14</summary>
    [Fact]
    public void Update_of_one_row_compares_its_version_and_raises_in_the_statement()
    {
        AssertSql("""
            WITH u AS (UPDATE "traveler" AS t SET "age" = $3 WHERE t."id" = $1 AND t."xmin" = $2 RETURNING t."id", t."name", t."age", t."xmin"),
            c AS MATERIALIZED (SELECT CASE WHEN count(*) = 1 THEN 1 ELSE ('akka-orm stale write: 1:' || CASE WHEN EXISTS (SELECT 1 FROM "traveler" AS t WHERE t."id" = $1 FOR KEY SHARE SKIP LOCKED) THEN 'changed' ELSE 'gone' END)::integer END AS ok FROM u)
            SELECT u."id", u."name", u."age", u."xmin" FROM c LEFT JOIN u ON c.ok = 1
            """, WriteCompiler.Update(_traveler, [2], isVersioned: true, isMany: false));
    }

    /// <summary>U8, U14, U15: the version that is compared is not the one the user may have set, and the statement counts it up.</summary>
    [Fact]
    public void Update_of_many_rows_of_a_composite_key_counts_the_version_up()
    {
        var statement = WriteCompiler.Update(_visit, [2, 3], isVersioned: true, isMany: true);
        AssertSql("""
            WITH u AS (UPDATE "visit" AS t SET "note" = v.c0, "version" = t."version" + 1 FROM unnest($1::integer[], $2::text[], $3::bigint[], $4::text[]) WITH ORDINALITY AS v(k0, k1, w, c0, o) WHERE t."traveler_id" = v.k0 AND t."country" = v.k1 AND t."version" = v.w RETURNING v.o AS "#", t."traveler_id", t."country", t."version", t."note"),
            m AS (SELECT v.o, EXISTS (SELECT 1 FROM "visit" AS t WHERE t."traveler_id" = v.k0 AND t."country" = v.k1 FOR KEY SHARE SKIP LOCKED) AS is_there FROM unnest($1::integer[], $2::text[]) WITH ORDINALITY AS v(k0, k1, o) WHERE NOT EXISTS (SELECT 1 FROM u WHERE u."#" = v.o)),
            c AS MATERIALIZED (SELECT CASE WHEN count(*) = cardinality($1) THEN 1 ELSE ('akka-orm stale write: ' || (SELECT string_agg(m.o || CASE WHEN m.is_there THEN ':changed' ELSE ':gone' END, ',' ORDER BY m.o) FROM m))::integer END AS ok FROM u)
            SELECT u."traveler_id", u."country", u."version", u."note" FROM c LEFT JOIN u ON c.ok = 1 ORDER BY u."#"
            """, statement);
        Assert.Equal([WriteRole.Key, WriteRole.Key, WriteRole.Version, WriteRole.Column], statement.Parameters.Select(p => p.Role));
    }

    [Fact]
    public void Without_a_version_a_row_must_only_be_there()
    {
        var statement = WriteCompiler.Update(_log, [1], isVersioned: false, isMany: false);
        Assert.StartsWith("WITH u AS (UPDATE \"log\" AS t SET \"text\" = $2 WHERE t.\"id\" = $1 RETURNING", statement.Statement.Sql);
        Assert.Contains("akka-orm stale write: ", statement.Statement.Sql);
    }

    [Fact]
    public void Delete_is_guarded_and_returns_nothing_of_the_row()
    {
        AssertSql("""
            WITH u AS (DELETE FROM "log" AS t USING unnest($1::uuid[]) WITH ORDINALITY AS v(k0, o) WHERE t."id" = v.k0 RETURNING v.o AS "#"),
            m AS (SELECT v.o, EXISTS (SELECT 1 FROM "log" AS t WHERE t."id" = v.k0) AS is_there FROM unnest($1::uuid[]) WITH ORDINALITY AS v(k0, o) WHERE NOT EXISTS (SELECT 1 FROM u WHERE u."#" = v.o)),
            c AS MATERIALIZED (SELECT CASE WHEN count(*) = cardinality($1) THEN 1 ELSE ('akka-orm stale write: ' || (SELECT string_agg(m.o || CASE WHEN m.is_there THEN ':changed' ELSE ':gone' END, ',' ORDER BY m.o) FROM m))::integer END AS ok FROM u)
            SELECT c.ok FROM c
            """, WriteCompiler.Delete(_log, isVersioned: false, isMany: true));
        Assert.Empty(WriteCompiler.Delete(_log, isVersioned: false, isMany: true).Returned);
    }

    /// <summary>U8</summary>
    [Fact]
    public void Locks_are_taken_in_the_order_of_keys()
    {
        AssertSql("""
            WITH l AS MATERIALIZED (SELECT t."id" AS k0, t."xmin" AS w FROM "traveler" AS t WHERE t."id" = ANY($1::integer[]) ORDER BY t."id" FOR NO KEY UPDATE OF t),
            m AS (SELECT v.o, l.k0 IS NOT NULL AS is_there FROM unnest($1::integer[], $2::xid[]) WITH ORDINALITY AS v(k0, w, o) LEFT JOIN l ON l.k0 = v.k0 WHERE l.k0 IS NULL OR NOT l.w = v.w)
            SELECT CASE WHEN count(*) = 0 THEN 1 ELSE ('akka-orm stale write: ' || string_agg(m.o || CASE WHEN m.is_there THEN ':changed' ELSE ':gone' END, ',' ORDER BY m.o))::integer END AS ok FROM m
            """, WriteCompiler.Lock(_traveler, isVersioned: true, isForDelete: false));
        Assert.Contains(
            "WHERE (t.\"traveler_id\", t.\"country\") IN (SELECT v.k0, v.k1 FROM unnest($1::integer[], $2::text[]) WITH ORDINALITY AS v(k0, k1, o)) ORDER BY t.\"traveler_id\", t.\"country\" FOR UPDATE OF t",
            WriteCompiler.Lock(_visit, isVersioned: true, isForDelete: true).Statement.Sql);
    }

    /// <summary>U11</summary>
    [Fact]
    public void Links_are_inserted_and_deleted_by_both_keys()
    {
        var relation = FlushModel.Link(_traveler, _log, "traveler_log", "traveler_id", "log_id");
        AssertSql("""
            WITH i AS (INSERT INTO "traveler_log" ("traveler_id", "log_id") SELECT v.a0, v.b0 FROM unnest($1::integer[], $2::uuid[]) WITH ORDINALITY AS v(a0, b0, o) ORDER BY v.o RETURNING 1),
            g AS MATERIALIZED (SELECT CASE WHEN count(*) = cardinality($1) THEN 1 ELSE ('akka-orm lost rows: ' || cardinality($1) - count(*) || ' of ' || cardinality($1))::integer END AS ok FROM i)
            SELECT g.ok FROM g
            """, WriteCompiler.Link(relation));
        AssertSql("""DELETE FROM "traveler_log" AS t USING unnest($1::integer[], $2::uuid[]) WITH ORDINALITY AS v(a0, b0, o) WHERE t."traveler_id" = v.a0 AND t."log_id" = v.b0""", WriteCompiler.Unlink(relation));
    }

    [Fact]
    public void A_shape_is_one_object_whoever_asks()
    {
        ImmutableArray<int> columns = [1, 2], same = [1, 2], other = [1];
        Assert.Same(WriteCompiler.Insert(_traveler, columns, true), WriteCompiler.Insert(_traveler, same, true));
        Assert.NotSame(WriteCompiler.Insert(_traveler, columns, true), WriteCompiler.Insert(_traveler, other, true));
        Assert.NotSame(WriteCompiler.Insert(_traveler, columns, true), WriteCompiler.Insert(_traveler, columns, false));
        Assert.NotSame(WriteCompiler.Update(_traveler, columns, true, true), WriteCompiler.Update(_traveler, columns, false, true));
    }

    [Fact]
    public void Schemas_and_odd_names_are_quoted()
    {
        var type = new EntityType { Ordinal = 9, Name = "Odd", ClrType = typeof(string), Table = "select \"x\"", Schema = "My Schema" };
        var key = new Property { Ordinal = 0, Name = "Id", Column = "Key", Mapping = new(typeof(int), StoreTypes.Integer), IsNullable = false, IsKey = true };
        (type.Properties, type.Key) = ([key], new([key]));
        Assert.Contains("INSERT INTO \"My Schema\".\"select \"\"x\"\"\" AS t (\"Key\") VALUES ($1)", WriteCompiler.Insert(type, [0], isMany: false).Statement.Sql);
    }
}
