using System.Diagnostics;
using AkkaOrm.Compare.Children;
using AkkaOrm.Compare.Data.Posts;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Processes;

/// <summary>How long a service that was just started needs until it has read its first row.</summary>
internal sealed class ColdStartCase : ChildCase
{
    private const int Id = 77;
    private const string ByKey = $"SELECT {PostsData.Columns} FROM posts WHERE id = @id";

    public override string Name => "cold-start";

    public override string Title => "a new process, from its start until it has read its first row by key";

    public override string Group => "Processes";

    public override IReadOnlyList<string> Peers => ["akkaorm", "raw", "dapper", "ef", "linq2db"];

    protected override Task<Arena> FillAsync(Arena arena) => PostsData.SharedAsync(arena);

    public override async Task<ChildReport> WorkAsync(string peer, string connectionString, bool quick)
    {
        var started = Stopwatch.GetTimestamp();
        var post = await (peer switch
        {
            "akkaorm" => OursAsync(connectionString),
            "raw" => RawAsync(connectionString),
            "dapper" => DapperAsync(connectionString),
            "ef" => EfAsync(connectionString),
            _ => LinqAsync(connectionString),
        }).ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(started);
        return new ChildReport(new Digest().Add(post).ToString(), Others: new Dictionary<string, double> { ["ms since Main"] = took.TotalMilliseconds });
    }

    private static async Task<Post> OursAsync(string connectionString)
    {
        await using var ours = Ours.Start(connectionString, PostsData.Model);
        await using var session = ours.Orm.OpenSession();
        return await session.GetAsync<Post>(Id).ConfigureAwait(false);
    }

    private static async Task<Post> RawAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(ByKey);
        command.Parameters.Add(new NpgsqlParameter<int>("id", Id));
        await using var row = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await row.ReadAsync().ConfigureAwait(false);
        return PostsData.Read(row);
    }

    private static async Task<Post> DapperAsync(string connectionString)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        return await connection.QueryFirstAsync<Post>(ByKey, new { id = Id }).ConfigureAwait(false);
    }

    private static async Task<Post> EfAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var db = await Ef.Pool<PostsContext>(source).CreateDbContextAsync().ConfigureAwait(false);
        return await db.Posts.FirstAsync(p => p.Id == Id).ConfigureAwait(false);
    }

    private static async Task<Post> LinqAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var db = Linq2Db.Open(Linq2Db.Options(source));
        return await PostsLinq.ByKey(db, Id).ConfigureAwait(false);
    }
}
