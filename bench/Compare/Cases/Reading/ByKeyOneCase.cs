using System.Data;
using AkkaOrm.Compare.Data.Posts;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Reading;

/// <summary>Dapper's own benchmark: one caller reads a row by its key, the next row each time, on what it holds open for the sample.</summary>
internal sealed class ByKeyOneCase : Case
{
    private const string ByKey = $"SELECT {PostsData.Columns} FROM posts WHERE id = @id";

    private static readonly Func<PostsContext, int, Task<Post>> EfCompiled = EF.CompileAsyncQuery((PostsContext db, int id) => db.Posts.First(p => p.Id == id));

    private int _next;

    public override string Name => "by-key-1";

    public override string Title => "one caller loads posts of 2,000 characters by key, one after the other";

    public override string Group => "Reading";

    public override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await PostsData.SharedAsync(arena).ConfigureAwait(false);
        var ours = Ours.StartReading(arena, PostsData.Model);
        var ef = Ef.Pool<PostsContext>(arena);
        var linq = Linq2Db.Options(arena);
        var operations = arena.Size(500, 50);
        return
        [
            Of("akkaorm", operations, async ids =>
            {
                await using var session = ours.Orm.OpenSession();
                return await EachAsync(ids, async id => await session.GetAsync<Post>(id).ConfigureAwait(false)).ConfigureAwait(false);
            }) with { Dispose = () => ours.DisposeAsync().AsTask() },
            Of("raw", operations, async ids =>
            {
                await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                await using var command = new NpgsqlCommand(ByKey, connection);
                var key = new NpgsqlParameter<int>("id", 0);
                command.Parameters.Add(key);
                await command.PrepareAsync().ConfigureAwait(false);
                return await EachAsync(ids, async id =>
                {
                    key.TypedValue = id;
                    await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleRow).ConfigureAwait(false);
                    await row.ReadAsync().ConfigureAwait(false);
                    return PostsData.Read(row);
                }).ConfigureAwait(false);
            }),
            Of("dapper", operations, async ids =>
            {
                await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                return await EachAsync(ids, id => connection.QueryFirstAsync<Post>(ByKey, new { id })).ConfigureAwait(false);
            }),
            Of("ef", operations, async ids =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await EachAsync(ids, id => db.Posts.FirstAsync(p => p.Id == id)).ConfigureAwait(false);
            }),
            Of("ef-untracked", operations, async ids =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await EachAsync(ids, id => db.Posts.AsNoTracking().FirstAsync(p => p.Id == id)).ConfigureAwait(false);
            }),
            Of("ef-compiled", operations, async ids =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await EachAsync(ids, id => EfCompiled(db, id)).ConfigureAwait(false);
            }),
            Of("linq2db", operations, async ids =>
            {
                await using var db = Linq2Db.Open(linq);
                return await EachAsync(ids, id => PostsLinq.ByKey(db, id)).ConfigureAwait(false);
            }),
        ];
    }

    private Contender Of(string peer, int operations, Func<IEnumerable<int>, Task<Post>> read) => new(peer, operations, _ => read(Ids(operations)))
    {
        Answer = async () =>
        {
            var digest = new Digest();
            foreach (var id in (int[])[1, 2, 77, PostsData.Rows]) digest.Add(await read([id]).ConfigureAwait(false));
            return digest.ToString();
        },
    };

    /// <summary>The keys after those of the last sample, from 1 again after the last row.</summary>
    private IEnumerable<int> Ids(int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return _next % PostsData.Rows + 1;
            _next++;
        }
    }

    private static async Task<Post> EachAsync(IEnumerable<int> ids, Func<int, Task<Post>> read)
    {
        Post? last = null;
        foreach (var id in ids) last = await read(id).ConfigureAwait(false);
        return last!;
    }
}
