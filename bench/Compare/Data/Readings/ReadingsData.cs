using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Npgsql;

namespace AkkaOrm.Compare.Data.Readings;

/// <summary>A table of 100,000 rows of ten columns, in a quick run a tenth of them.</summary>
internal static class ReadingsData
{
    public const string All = "SELECT id, meter_id, place, remark, price, quantity, taken_at, level, is_estimate, total FROM readings";

    public static readonly Model Model = Model.Create(m => m.Entity<MeterReading>());

    public static Task<Arena> SharedAsync(Arena arena) => arena.Shared("readings", FillAsync);

    public static MeterReading Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt32(0),
        MeterId = row.GetInt32(1),
        Place = row.GetString(2),
        Remark = row.IsDBNull(3) ? null : row.GetString(3),
        Price = row.GetDecimal(4),
        Quantity = row.IsDBNull(5) ? null : row.GetInt32(5),
        TakenAt = row.GetDateTime(6),
        Level = row.GetDouble(7),
        IsEstimate = row.GetBoolean(8),
        Total = row.GetInt64(9),
    };

    public static Digest Add(Digest digest, MeterReading r) => digest.Row(r.Id, r.MeterId, r.Place, r.Remark, r.Price, r.Quantity, r.TakenAt, r.Level, r.IsEstimate, r.Total);

    private static async Task FillAsync(Arena arena)
    {
        await using var command = arena.DataSource.CreateCommand($"""
            CREATE TABLE readings (id int PRIMARY KEY, meter_id int NOT NULL, place text NOT NULL, remark text, price numeric(12,2) NOT NULL, quantity int,
              taken_at timestamptz NOT NULL, level double precision NOT NULL, is_estimate boolean NOT NULL, total bigint NOT NULL);
            INSERT INTO readings SELECT i, i % 1000, 'place number ' || i, CASE WHEN i % 3 > 0 THEN 'remark ' || i END, i / 100.0, CASE WHEN i % 2 = 0 THEN i END,
              '2026-01-01 00:00Z'::timestamptz + i * interval '1 minute', i * 1.5, i % 5 = 0, i * 1000000::bigint FROM generate_series(1, {arena.Size(100_000, 10_000)}) i;
            ANALYZE readings;
            """);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
