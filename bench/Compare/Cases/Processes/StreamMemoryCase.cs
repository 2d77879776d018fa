using System.Diagnostics;
using AkkaOrm.Compare.Children;
using AkkaOrm.Compare.Data.Rows;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static AkkaOrm.Query;

namespace AkkaOrm.Compare.Cases.Processes;

/// <summary>Rows that come faster than they are consumed: who keeps them all at bay.</summary>
internal sealed class StreamMemoryCase : ChildCase
{
    private const int Pause = 10_000;
    private static readonly TimeSpan Paused = TimeSpan.FromMilliseconds(20);

    public override string Name => "stream-memory";

    public override string Title => "most real memory of a process that streams 1,000,000 small rows and pauses 20 ms after each 10,000";

    public override string Group => "Processes";

    public override Metric Metric => Metric.Memory;

    public override IReadOnlyList<string> Peers => ["akkaorm", "raw", "dapper", "ef", "ef-untracked", "linq2db"];

    protected override Task<Arena> FillAsync(Arena arena) => RowsData.SharedAsync(arena);

    public override async Task<ChildReport> WorkAsync(string peer, string connectionString, bool quick)
    {
        var clock = Stopwatch.StartNew();
        var (rows, ids, amounts, most) = (0, 0L, 0m, 0L);
        await foreach (var row in Stream(peer, connectionString).ConfigureAwait(false))
        {
            rows++;
            ids += row.Id;
            amounts += row.Amount;
            if (rows % Pause != 0) continue;
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
            await Task.Delay(Paused).ConfigureAwait(false);
        }

        return new ChildReport(new Digest().Row(rows, ids, amounts).ToString(), Memory.Peak(), new Dictionary<string, double>
        {
            ["MiB on the managed heap, at most"] = most / 1048576.0,
            ["ms in all"] = clock.Elapsed.TotalMilliseconds,
        });
    }

    private static IAsyncEnumerable<Row> Stream(string peer, string connectionString) => peer switch
    {
        "akkaorm" => OursAsync(connectionString),
        "raw" => RawAsync(connectionString),
        "dapper" => DapperAsync(connectionString),
        "ef" => EfAsync(connectionString, tracked: true),
        "ef-untracked" => EfAsync(connectionString, tracked: false),
        _ => LinqAsync(connectionString),
    };

    private static async IAsyncEnumerable<Row> OursAsync(string connectionString)
    {
        await using var ours = Ours.Start(connectionString, RowsData.Model);
        await using var session = ours.Orm.OpenSession();
        await foreach (var row in session.Stream(From<Row>().OrderBy(r => r.Id)).ConfigureAwait(false)) yield return row;
    }

    private static async IAsyncEnumerable<Row> RawAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(RowsData.All);
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false)) yield return RowsData.Read(reader);
    }

    private static async IAsyncEnumerable<Row> DapperAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await foreach (var row in connection.QueryUnbufferedAsync<Row>(RowsData.All).ConfigureAwait(false)) yield return row;
    }

    private static async IAsyncEnumerable<Row> EfAsync(string connectionString, bool tracked)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var db = await Ef.Pool<RowsContext>(source).CreateDbContextAsync().ConfigureAwait(false);
        var rows = db.Rows.OrderBy(r => r.Id);
        await foreach (var row in (tracked ? rows : rows.AsNoTracking()).AsAsyncEnumerable().ConfigureAwait(false)) yield return row;
    }

    private static async IAsyncEnumerable<Row> LinqAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var db = Linq2Db.Open(Linq2Db.Options(source));
        await foreach (var row in RowsLinq.Stream(db).ConfigureAwait(false)) yield return row;
    }
}
