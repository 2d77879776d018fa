using AkkaOrm.Compare.Data.Forests;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Writing;

/// <summary>New rows of three tables that refer to each other by keys which the server makes.</summary>
internal sealed class GraphInsertCase : Case
{
    public override string Name => "insert-graph";
    public override string Title => "a unit inserts a graph of three levels: 20 trees, 200 branches, 1,000 leaves; their keys come back";
    public override string Group => "Writing";
    public override string? Remark => "raw and Dapper send one statement with an array a column for each level. linq2db sends one statement for each tree and branch, and copies the leaves in bulk, which brings no keys.";

    public override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await ForestData.MakeAsync(arena).ConfigureAwait(false);
        var ours = Ours.Start(arena, ForestData.Model);
        var ef = Ef.Pool<ForestContext>(arena);
        var linq = Linq2Db.Options(arena);
        return
        [
            Of("akkaorm", async () =>
            {
                await using var session = ours.Orm.OpenSession();
                session.AddRange(ForestData.Ours());
                await session.CommitAsync().ConfigureAwait(false);
            }) with { Dispose = () => ours.DisposeAsync().AsTask() },
            Of("raw", () => LevelsAsync(arena, (connection, sql, columns) => RawAsync(connection, sql, columns))),
            Of("dapper", () => LevelsAsync(arena, async (connection, sql, columns) => [.. await connection.QueryAsync<int>(sql, columns).ConfigureAwait(false)])),
            Of("ef", async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                db.Trees.AddRange(ForestData.Peers());
                await db.SaveChangesAsync().ConfigureAwait(false);
            }),
            Of("linq2db", async () =>
            {
                await using var db = Linq2Db.Open(linq);
                await using var transaction = await db.BeginTransactionAsync().ConfigureAwait(false);
                await ForestLinq.InsertAsync(db, ForestData.Peers()).ConfigureAwait(false);
                await transaction.CommitAsync().ConfigureAwait(false);
            }),
        ];

        Contender Of(string peer, Func<Task> write) => new(peer, 1, _ => write())
        {
            Before = () => ForestData.ClearAsync(arena),
            Answer = async () =>
            {
                await write().ConfigureAwait(false);
                return await ForestData.AnswerAsync(arena).ConfigureAwait(false);
            },
        };
    }

    /// <summary>A level after the other in one transaction; the keys of one are what the next refers to.</summary>
    private static async Task LevelsAsync(Arena arena, Func<NpgsqlConnection, string, Columns, Task<IReadOnlyList<int>>> insert)
    {
        var trees = ForestData.Peers();
        PeerBranch[] branches = [.. trees.SelectMany(t => t.Branches)];
        PeerLeaf[] leaves = [.. branches.SelectMany(b => b.Leaves)];
        await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        Keep(trees, await insert(connection, ForestData.InsertTrees, new([], [.. trees.Select(t => t.Name)], [])).ConfigureAwait(false));
        foreach (var tree in trees) tree.Branches.ForEach(b => b.TreeId = tree.Id);
        Keep(branches, await insert(connection, ForestData.InsertBranches, new([.. branches.Select(b => b.TreeId)], [.. branches.Select(b => b.Name)], [])).ConfigureAwait(false));
        foreach (var branch in branches) branch.Leaves.ForEach(l => l.BranchId = branch.Id);
        Keep(leaves, await insert(connection, ForestData.InsertLeaves, new([.. leaves.Select(l => l.BranchId)], [.. leaves.Select(l => l.Name)], [.. leaves.Select(l => l.Size)])).ConfigureAwait(false));
        await transaction.CommitAsync().ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<int>> RawAsync(NpgsqlConnection connection, string sql, Columns columns)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]>("names", columns.Names));
        if (columns.Owners.Length > 0) command.Parameters.Add(new NpgsqlParameter<int[]>("owners", columns.Owners));
        if (columns.Sizes.Length > 0) command.Parameters.Add(new NpgsqlParameter<int[]>("sizes", columns.Sizes));
        var keys = new List<int>(columns.Names.Length);
        await using var row = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false)) keys.Add(row.GetInt32(0));
        return keys;
    }

    private static void Keep(IReadOnlyList<TreeColumns> rows, IReadOnlyList<int> keys)
    {
        for (var i = 0; i < rows.Count; i++) rows[i].Id = keys[i];
    }

    /// <summary>Of a level, by the names its statement has for them.</summary>
    private sealed record Columns(int[] Owners, string[] Names, int[] Sizes);
}
