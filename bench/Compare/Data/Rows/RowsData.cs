using AkkaOrm.Compare.Frame;
using Npgsql;

namespace AkkaOrm.Compare.Data.Rows;

/// <summary>A table of a million small rows, in a quick run of a few thousand.</summary>
internal static class RowsData
{
    public const string All = "SELECT id, name, amount, at FROM rows ORDER BY id";
    public const string ByKey = "SELECT id, name, amount, at FROM rows WHERE id = @id";

    public static readonly Model Model = Model.Create(m => m.Entity<Row>());

    public static int Count(bool quick) => quick ? 20_000 : 1_000_000;

    public static Row Read(NpgsqlDataReader row) => new() { Id = row.GetInt32(0), Name = row.GetString(1), Amount = row.GetDecimal(2), At = row.GetDateTime(3) };

    public static Task<Arena> SharedAsync(Arena arena) => arena.Shared("rows", FillAsync);

    private static async Task FillAsync(Arena arena)
    {
        await using var command = arena.DataSource.CreateCommand($"""
            CREATE TABLE rows (id int PRIMARY KEY, name text NOT NULL, amount numeric(12,2) NOT NULL, at timestamptz NOT NULL);
            INSERT INTO rows SELECT i, 'row number ' || i, i / 100.0, '2026-01-01 00:00Z'::timestamptz + i * interval '1 second' FROM generate_series(1, {Count(arena.Quick)}) i;
            ANALYZE rows;
            """);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
