using AkkaOrm.Compare.Children;
using AkkaOrm.Compare.Data.Rows;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using LinqToDB;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Processes;

/// <summary>What a session costs that is open and does nothing: on the heap, and on the server.</summary>
internal sealed class IdleSessionsCase : ChildCase
{
    public override string Name => "idle-sessions";

    public override string Title => "managed memory of each of 10,000 sessions or contexts that have read one row and stay open";

    public override string Group => "Processes";

    public override Metric Metric => Metric.Memory;

    public override string Remark =>
        "Raw Npgsql and Dapper have nothing that stays open but a connection, and linq2db's DataConnection is one; here it is its DataContext, which remembers no rows.";

    public override IReadOnlyList<string> Peers => ["akkaorm", "ef", "ef-untracked", "linq2db"];

    protected override Task<Arena> FillAsync(Arena arena) => RowsData.SharedAsync(arena);

    public override async Task<ChildReport> WorkAsync(string peer, string connectionString, bool quick)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var ours = peer == "akkaorm" ? Ours.Start(connectionString, RowsData.Model) : null;
        var open = peer switch
        {
            "akkaorm" => Session(ours!.Orm),
            "ef" => Context(Ef.Pool<RowsContext>(source), tracked: true),
            "ef-untracked" => Context(Ef.Pool<RowsContext>(source), tracked: false),
            _ => DataContext(Linq2Db.Options(source)),
        };

        var sum = 0m;
        var first = await open(1).ConfigureAwait(false);
        var count = quick ? 200 : 10_000;
        var sessions = new object[count];
        var before = Memory.Reachable();
        for (var i = 0; i < count; i++)
        {
            (sessions[i], var row) = await open(i + 2).ConfigureAwait(false);
            sum += row.Amount;
        }

        var held = Memory.Reachable() - before;
        var connections = await ConnectionsAsync(connectionString).ConfigureAwait(false);
        GC.KeepAlive(sessions);
        GC.KeepAlive(first);
        return new ChildReport(new Digest().Row(count, sum).ToString(), held / count, new Dictionary<string, double> { ["connections to the server"] = connections });
    }

    private static Func<int, Task<(object, Row)>> Session(Orm orm) => async id =>
    {
        var session = orm.OpenSession();
        return (session, await session.GetAsync<Row>(id).ConfigureAwait(false));
    };

    private static Func<int, Task<(object, Row)>> Context(IDbContextFactory<RowsContext> contexts, bool tracked) => async id =>
    {
        var db = await contexts.CreateDbContextAsync().ConfigureAwait(false);
        var rows = tracked ? db.Rows : db.Rows.AsNoTracking();
        return (db, await rows.FirstAsync(r => r.Id == id).ConfigureAwait(false));
    };

    private static Func<int, Task<(object, Row)>> DataContext(DataOptions options) => async id =>
    {
        var db = new DataContext(options);
        return (db, await RowsLinq.ByKeyAsync(db, id).ConfigureAwait(false));
    };

    /// <summary>As the server counts them, without the one that asks.</summary>
    private static async Task<long> ConnectionsAsync(string connectionString)
    {
        var alone = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, MaxAutoPrepare = 0 }.ConnectionString;
        await using var source = NpgsqlDataSource.Create(alone);
        await using var count = source.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        return (long)(await count.ExecuteScalarAsync().ConfigureAwait(false))!;
    }
}
