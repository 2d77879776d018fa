using AkkaOrm.Compare.Data.Posts;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Concurrency;

/// <summary>Rows by key. Each of our callers has a session; the others take a connection or a context for each row, as a request of a service does.</summary>
internal sealed class ByKeyCase(int callers) : CallersCase<Post>(callers)
{
    private const string ByKey = $"SELECT {PostsData.Columns} FROM posts WHERE id = @id";
    private const string ByKeyRaw = $"SELECT {PostsData.Columns} FROM posts WHERE id = $1";

    // Prime to the number of rows: callers ask for rows that are far from each other.
    private const int Stride = 2503;

    private static readonly Func<PostsContext, int, Task<Post>> EfCompiled = EF.CompileAsyncQuery((PostsContext db, int id) => db.Posts.First(p => p.Id == id));

    public override string Name => $"by-key-{Callers}";

    public override string Title => $"{Callers} callers load posts by key on {Arena.Connections} connections";

    protected override int Operations(Arena arena) => arena.Size(4096, 256);

    protected override Task<Arena> DataAsync(Arena arena) => PostsData.SharedAsync(arena);

    protected override void Tell(Digest digest, Post result) => digest.Add(result);

    protected override IReadOnlyList<Side<Post>> Sides(Arena arena)
    {
        var ours = Ours.StartReading(arena, PostsData.Model);
        var ef = Ef.Pool<PostsContext>(arena);
        var linq = Linq2Db.Options(arena);
        return
        [
            new("akkaorm", _ =>
            {
                var session = ours.Orm.OpenSession();
                return Task.FromResult(new Caller<Post>(n => session.GetAsync<Post>(Key(n)), session.DisposeAsync));
            }, () => ours.DisposeAsync().AsTask()),
            Side<Post>.Of("raw", async n =>
            {
                await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                await using var command = new NpgsqlCommand(ByKeyRaw, connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = Key(n) } } };
                await using var row = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SingleRow).ConfigureAwait(false);
                await row.ReadAsync().ConfigureAwait(false);
                return PostsData.Read(row);
            }),
            Side<Post>.Of("dapper", async n =>
            {
                await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                return await connection.QueryFirstAsync<Post>(ByKey, new { id = Key(n) }).ConfigureAwait(false);
            }),
            Side<Post>.Of("ef", async n =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                var id = Key(n);
                return await db.Posts.FirstAsync(p => p.Id == id).ConfigureAwait(false);
            }),
            Side<Post>.Of("ef-untracked", async n =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                var id = Key(n);
                return await db.Posts.AsNoTracking().FirstAsync(p => p.Id == id).ConfigureAwait(false);
            }),
            Side<Post>.Of("ef-compiled", async n =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await EfCompiled(db, Key(n)).ConfigureAwait(false);
            }),
            Side<Post>.Of("linq2db", async n =>
            {
                await using var db = Linq2Db.Open(linq);
                return await PostsLinq.ByKey(db, Key(n)).ConfigureAwait(false);
            }),
        ];
    }

    private static int Key(int number) => (int)((long)number * Stride % PostsData.Rows) + 1;
}
