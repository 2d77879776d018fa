using AkkaOrm.Compare.Data.Families;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Reading.Graphs;

/// <summary>Parents with their children. Each in two statements: repeated with each child, a parent would cost more.</summary>
internal abstract class FamiliesCase : Case
{
    private static readonly Func<FamiliesContext, int, IAsyncEnumerable<PeerParent>> EfCompiled =
        EF.CompileAsyncQuery<FamiliesContext, int, PeerParent>((db, most) => db.Parents.AsNoTracking().Where(p => p.Id <= most).Include(p => p.Children).AsSplitQuery());

    public override string Group => "Reading";

    protected static Contender Ours(Ours ours, int operations, Func<Session, Task<IReadOnlyList<Parent>>> read)
    {
        async Task<IReadOnlyList<Parent>> ReadAsync()
        {
            await using var session = ours.Orm.OpenSession();
            return await read(session).ConfigureAwait(false);
        }

        return new Contender("akkaorm", operations, _ => TimesAsync(operations, ReadAsync))
        {
            Answer = async () => FamiliesData.Digest(await ReadAsync().ConfigureAwait(false), p => p.Children),
            Dispose = () => ours.DisposeAsync().AsTask(),
        };
    }

    protected static Contender Of(string peer, int operations, Func<Task<IReadOnlyList<PeerParent>>> read) => new(peer, operations, _ => TimesAsync(operations, read))
    {
        Answer = async () => FamiliesData.Digest(await read().ConfigureAwait(false), p => p.Children),
    };

    /// <summary>The peers as they load a graph at once, without keeping track of it.</summary>
    protected static IReadOnlyList<Contender> AtOnce(Arena arena, int parents, int operations)
    {
        var ef = Ef.Pool<FamiliesContext>(arena);
        var linq = Linq2Db.Options(arena);
        return
        [
            Of("raw", operations, () => RawAsync(arena.DataSource, parents)),
            Of("dapper", operations, () => DapperAsync(arena.DataSource, parents)),
            Of("ef-untracked", operations, async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await db.Parents.AsNoTracking().Where(p => p.Id <= parents).Include(p => p.Children).AsSplitQuery().ToListAsync().ConfigureAwait(false);
            }),
            Of("ef-compiled", operations, async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await EfCompiled(db, parents).ToListAsync().ConfigureAwait(false);
            }),
            Of("linq2db", operations, async () =>
            {
                await using var db = Linq2Db.Open(linq);
                return await FamiliesLinq.AllAsync(db, parents).ConfigureAwait(false);
            }),
        ];
    }

    protected static Contender EfTracked(PooledDbContextFactory<FamiliesContext> ef, int parents, int operations) => Of("ef", operations, async () =>
    {
        await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
        return await db.Parents.Where(p => p.Id <= parents).Include(p => p.Children).AsSplitQuery().ToListAsync().ConfigureAwait(false);
    });

    private static async Task TimesAsync<T>(int operations, Func<Task<T>> read)
    {
        for (var i = 0; i < operations; i++) await read().ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<PeerParent>> RawAsync(NpgsqlDataSource source, int parents)
    {
        await using var batch = source.CreateBatch();
        foreach (var sql in (string[])[FamiliesData.ParentsSql, FamiliesData.ChildrenSql])
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql.Replace("@most", "$1", StringComparison.Ordinal)) { Parameters = { new NpgsqlParameter<int> { TypedValue = parents } } });
        await using var rows = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        var read = new List<PeerParent>();
        while (await rows.ReadAsync().ConfigureAwait(false)) read.Add(FamiliesData.ReadParent(rows));
        await rows.NextResultAsync().ConfigureAwait(false);
        var children = new List<PeerChild>();
        while (await rows.ReadAsync().ConfigureAwait(false)) children.Add(FamiliesData.ReadChild(rows));
        return FamiliesData.Together(read, children);
    }

    private static async Task<IReadOnlyList<PeerParent>> DapperAsync(NpgsqlDataSource source, int parents)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await using var results = await connection.QueryMultipleAsync($"{FamiliesData.ParentsSql};{FamiliesData.ChildrenSql}", new { most = parents }).ConfigureAwait(false);
        var read = (await results.ReadAsync<PeerParent>().ConfigureAwait(false)).AsList();
        return FamiliesData.Together(read, await results.ReadAsync<PeerChild>().ConfigureAwait(false));
    }
}
