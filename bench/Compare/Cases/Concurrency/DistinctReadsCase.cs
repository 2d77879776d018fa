using AkkaOrm.Compare.Data.Posts;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Concurrency;

/// <summary>Nobody can answer two callers with one statement: each of 64 has one of its own, prepared, whose conditions no other has.</summary>
internal sealed class DistinctReadsCase() : CallersCase<Post>(Shapes)
{
    private const int Shapes = 64, Conditions = 6;

    public override string Name => "distinct-reads-64";

    public override string Title => $"{Shapes} callers read by {Shapes} different statements on {Arena.Connections} connections";

    protected override int Operations(Arena arena) => arena.Size(4096, 256);

    protected override Task<Arena> DataAsync(Arena arena) => PostsData.SharedAsync(arena);

    protected override void Tell(Digest digest, Post result) => digest.Add(result);

    protected override IReadOnlyList<Side<Post>> Sides(Arena arena)
    {
        var ours = Ours.Start(arena, PostsData.Model);
        var ef = Ef.Pool<PostsContext>(arena);
        var linq = Linq2Db.Options(arena);
        return
        [
            new("akkaorm", shape =>
            {
                var session = ours.Orm.OpenSession();
                return Task.FromResult(new Caller<Post>(n => session.SingleAsync(Query(shape, Key(n))), session.DisposeAsync));
            }, () => ours.DisposeAsync().AsTask()),
            Of("raw", shape =>
            {
                var sql = Sql(shape, "$1");
                return async id =>
                {
                    await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                    await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = id } } };
                    await using var row = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SingleRow).ConfigureAwait(false);
                    await row.ReadAsync().ConfigureAwait(false);
                    return PostsData.Read(row);
                };
            }),
            Of("dapper", shape =>
            {
                var sql = Sql(shape, "@id");
                return async id =>
                {
                    await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                    return await connection.QuerySingleAsync<Post>(sql, new { id }).ConfigureAwait(false);
                };
            }),
            Of("ef", shape => async id =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await Where(db.Posts, shape, id).SingleAsync().ConfigureAwait(false);
            }),
            Of("ef-untracked", shape => async id =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await Where(db.Posts.AsNoTracking(), shape, id).SingleAsync().ConfigureAwait(false);
            }),
            Of("linq2db", shape => async id =>
            {
                await using var db = Linq2Db.Open(linq);
                return await PostsLinq.SingleAsync(Where(PostsLinq.All(db), shape, id)).ConfigureAwait(false);
            }),
        ];
    }

    private static Side<Post> Of(string peer, Func<int, Func<int, Task<Post>>> reader) => new(peer, shape =>
    {
        var read = reader(shape);
        return Task.FromResult(new Caller<Post>(n => read(Key(n))));
    });

    private static int Key(int number) => number % PostsData.Rows + 1;

    private static string Sql(int shape, string key) =>
        $"SELECT {PostsData.Columns} FROM posts WHERE id = {key}{string.Concat(Enumerable.Range(0, Conditions).Where(i => Has(shape, i)).Select(i => $" AND counter{i + 1} IS NULL"))}";

    private static Query<Post> Query(int shape, int id)
    {
        var query = AkkaOrm.Query.From<Post>().Where(p => p.Id == id);
        if (Has(shape, 0)) query = query.Where(p => p.Counter1 == null);
        if (Has(shape, 1)) query = query.Where(p => p.Counter2 == null);
        if (Has(shape, 2)) query = query.Where(p => p.Counter3 == null);
        if (Has(shape, 3)) query = query.Where(p => p.Counter4 == null);
        if (Has(shape, 4)) query = query.Where(p => p.Counter5 == null);
        if (Has(shape, 5)) query = query.Where(p => p.Counter6 == null);
        return query;
    }

    private static IQueryable<Post> Where(IQueryable<Post> posts, int shape, int id)
    {
        posts = posts.Where(p => p.Id == id);
        if (Has(shape, 0)) posts = posts.Where(p => p.Counter1 == null);
        if (Has(shape, 1)) posts = posts.Where(p => p.Counter2 == null);
        if (Has(shape, 2)) posts = posts.Where(p => p.Counter3 == null);
        if (Has(shape, 3)) posts = posts.Where(p => p.Counter4 == null);
        if (Has(shape, 4)) posts = posts.Where(p => p.Counter5 == null);
        if (Has(shape, 5)) posts = posts.Where(p => p.Counter6 == null);
        return posts;
    }

    private static bool Has(int shape, int condition) => (shape >> condition & 1) == 1;
}
