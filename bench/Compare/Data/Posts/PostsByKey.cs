using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Data.Posts;

/// <summary>A post by its key as a request of a service reads it: with a session, context or pooled connection of its own.</summary>
internal sealed class PostsByKey : IAsyncDisposable
{
    private const string ByKey = $"SELECT {PostsData.Columns} FROM posts WHERE id = @id";
    private static readonly Func<PostsContext, int, Task<Post>> EfCompiled = EF.CompileAsyncQuery((PostsContext db, int id) => db.Posts.AsNoTracking().First(p => p.Id == id));

    private readonly Ours _ours;

    public PostsByKey(Arena arena)
    {
        _ours = Ours.Start(arena, PostsData.Model);
        var ef = Ef.Pool<PostsContext>(arena);
        var linq = Linq2Db.Options(arena);
        Readers =
        [
            ("akkaorm", async id =>
            {
                await using var session = _ours.Orm.OpenSession();
                return await session.GetAsync<Post>(id).ConfigureAwait(false);
            }),
            ("raw", id => RawAsync(arena.DataSource, id)),
            ("dapper", async id =>
            {
                await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                return await connection.QueryFirstAsync<Post>(ByKey, new { id }).ConfigureAwait(false);
            }),
            ("ef", async id =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await db.Posts.FirstAsync(p => p.Id == id).ConfigureAwait(false);
            }),
            ("ef-compiled", async id =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await EfCompiled(db, id).ConfigureAwait(false);
            }),
            ("linq2db", async id =>
            {
                await using var db = Linq2Db.Open(linq);
                return await PostsLinq.ByKey(db, id).ConfigureAwait(false);
            }),
        ];
    }

    /// <summary>Ours first.</summary>
    public IReadOnlyList<(string Peer, Func<int, Task<Post>> Read)> Readers { get; }

    public ValueTask DisposeAsync() => _ours.DisposeAsync();

    private static async Task<Post> RawAsync(NpgsqlDataSource source, int id)
    {
        await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await using var command = new NpgsqlCommand(ByKey, connection);
        command.Parameters.Add(new NpgsqlParameter<int>("id", id));
        await using var row = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SingleRow).ConfigureAwait(false);
        await row.ReadAsync().ConfigureAwait(false);
        return PostsData.Read(row);
    }
}
