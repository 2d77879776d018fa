using AkkaOrm.Compare.Data.Sales;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using LinqToDB.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Reading.Sales;

/// <summary>One of linq2db's own benchmarks: it reads sales orders of 26 columns, of which nobody keeps track.</summary>
internal abstract class SalesCase : Case
{
    public override string Group => "Reading";

    /// <summary>How often one sample does it, in a whole and in a quick run.</summary>
    protected abstract (int Whole, int Quick) Operations { get; }

    /// <summary>Whether lines belong to what is read.</summary>
    protected virtual bool HasDetails => false;

    protected abstract Task<IReadOnlyList<SalesHeader>> Akka(Session session);
    protected abstract Task<IReadOnlyList<PeerHeader>> Raw(NpgsqlDataSource source);
    protected abstract Task<IReadOnlyList<PeerHeader>> Dapper(NpgsqlConnection connection);
    protected abstract Task<IReadOnlyList<PeerHeader>> Ef(SalesContext db);
    protected abstract Task<IReadOnlyList<PeerHeader>> EfCompiled(SalesContext db);
    protected abstract Task<IReadOnlyList<PeerHeader>> Linq(DataConnection db);

    public override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await SalesData.SharedAsync(arena).ConfigureAwait(false);
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var ours = Ours.Start(arena, SalesData.Model);
        var ef = Peers.Ef.Pool<SalesContext>(arena);
        var linq = Linq2Db.Options(arena);
        var operations = arena.Size(Operations.Whole, Operations.Quick);
        return
        [
            Of("akkaorm", operations, async () =>
            {
                await using var session = ours.Orm.OpenSession();
                return await Akka(session).ConfigureAwait(false);
            }, h => h.Details) with { Dispose = () => ours.DisposeAsync().AsTask() },
            Of("raw", operations, () => Raw(arena.DataSource), h => h.Details),
            Of("dapper", operations, async () =>
            {
                await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                return await Dapper(connection).ConfigureAwait(false);
            }, h => h.Details),
            Of("ef-untracked", operations, async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await Ef(db).ConfigureAwait(false);
            }, h => h.Details),
            Of("ef-compiled", operations, async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await EfCompiled(db).ConfigureAwait(false);
            }, h => h.Details),
            Of("linq2db", operations, async () =>
            {
                await using var db = Linq2Db.Open(linq);
                return await Linq(db).ConfigureAwait(false);
            }, h => h.Details),
        ];
    }

    protected static async Task<List<T>> ReadAsync<T>(NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read)
    {
        var list = new List<T>();
        while (await rows.ReadAsync().ConfigureAwait(false)) list.Add(read(rows));
        return list;
    }

    private Contender Of<T>(string peer, int operations, Func<Task<IReadOnlyList<T>>> read, Func<T, IEnumerable<DetailColumns>> details) where T : HeaderColumns => new(peer, operations, async _ =>
    {
        for (var i = 0; i < operations; i++) await read().ConfigureAwait(false);
    })
    {
        Answer = async () => SalesData.Digest(await read().ConfigureAwait(false), HasDetails ? details : null),
    };
}
