using AkkaOrm.Compare.Data.Families;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Reading.Graphs;

/// <summary>What a loop over parents costs whose body asks for the children of one: a statement for each.</summary>
internal sealed class LoopCase : FamiliesCase
{
    public const int Parents = 100;

    public override string Name => "loop-100";

    public override string Title => "100 parents, and in a loop the ten children of each";

    public override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await FamiliesData.SharedAsync(arena).ConfigureAwait(false);
        var operations = arena.Size(3, 1);
        var ef = Ef.Pool<FamiliesContext>(arena);
        var linq = Linq2Db.Options(arena);
        var query = Query.From<Parent>().Where(p => p.Id <= Parents).NoTracking();
        return
        [
            Ours(Peers.Ours.Start(arena, FamiliesData.Model), operations, async session =>
            {
                var parents = (await session.FetchAsync(query).ConfigureAwait(false)).ToArray();
                for (var i = 0; i < parents.Length; i++) parents[i] = await session.LoadAsync(parents[i], p => p.Children).ConfigureAwait(false);
                return parents;
            }),
            Of("raw", operations, () => RawAsync(arena.DataSource)),
            Of("dapper", operations, async () =>
            {
                await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                var parents = (await connection.QueryAsync<PeerParent>(FamiliesData.ParentsSql, new { most = Parents }).ConfigureAwait(false)).AsList();
                foreach (var parent in parents) parent.Children = (await connection.QueryAsync<PeerChild>(FamiliesData.ChildrenOf, new { parent = parent.Id }).ConfigureAwait(false)).AsList();
                return parents;
            }),
            Of("ef", operations, async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                var parents = await db.Parents.Where(p => p.Id <= Parents).ToListAsync().ConfigureAwait(false);
                foreach (var parent in parents) await db.Entry(parent).Collection(p => p.Children).LoadAsync().ConfigureAwait(false);
                return parents;
            }),
            Of("ef-untracked", operations, async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                var parents = await db.Parents.AsNoTracking().Where(p => p.Id <= Parents).ToListAsync().ConfigureAwait(false);
                foreach (var parent in parents) parent.Children = await db.Children.AsNoTracking().Where(c => c.ParentId == parent.Id).ToListAsync().ConfigureAwait(false);
                return parents;
            }),
            Of("linq2db", operations, async () =>
            {
                await using var db = Linq2Db.Open(linq);
                var parents = await FamiliesLinq.ParentsAsync(db, Parents).ConfigureAwait(false);
                foreach (var parent in parents) parent.Children = await FamiliesLinq.ChildrenAsync(db, parent.Id).ConfigureAwait(false);
                return parents;
            }),
        ];
    }

    private static async Task<IReadOnlyList<PeerParent>> RawAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        var parents = new List<PeerParent>();
        await using (var command = new NpgsqlCommand(FamiliesData.ParentsSql, connection))
        {
            command.Parameters.Add(new NpgsqlParameter<int>("most", Parents));
            await using var rows = await command.ExecuteReaderAsync().ConfigureAwait(false);
            while (await rows.ReadAsync().ConfigureAwait(false)) parents.Add(FamiliesData.ReadParent(rows));
        }
        await using var children = new NpgsqlCommand(FamiliesData.ChildrenOf, connection);
        var key = new NpgsqlParameter<int>("parent", 0);
        children.Parameters.Add(key);
        foreach (var parent in parents)
        {
            key.TypedValue = parent.Id;
            await using var rows = await children.ExecuteReaderAsync().ConfigureAwait(false);
            while (await rows.ReadAsync().ConfigureAwait(false)) parent.Children.Add(FamiliesData.ReadChild(rows));
        }
        return parents;
    }
}
