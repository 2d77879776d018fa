using System.Diagnostics;
using AkkaOrm.Compare.Data.Posts;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Concurrency;

/// <summary>Twice as many requests as ten connections can serve, and they keep coming, answered or not.</summary>
/// <remarks>
/// A statement takes 20 ms, so that ten connections serve 500 a second at most, on any machine. Whoever waits for a
/// connection gives up after one second: with us <c>acquire-timeout</c>, with the others the pool's <c>Timeout</c>.
/// </remarks>
internal sealed class OverloadCase : Case
{
    private const int PerSecond = 1000;
    private const int MillisecondsPerTick = 1;

    public override string Name => "overload";

    public override string Title => $"requests of 20 ms come at {PerSecond} a second to {Arena.Connections} connections, which serve 500: good answers a second";

    public override string Group => "Concurrency";

    public override Metric Metric => Metric.Throughput;

    /// <summary>The answers have opened connections and compiled; a sample is seconds of waiting.</summary>
    public override bool WarmsUp => false;

    public override string? Remark =>
        "Counted are answers; p99 is theirs, from when the request came. Everybody serves in the order of arrival, so that who is answered has waited for nearly the second "
        + "after which one gives up: we do not shed by waiting time. We refuse at once only what finds 64 waiting for each connection; a pool's line has no end.";

    public override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await PostsData.SharedAsync(arena).ConfigureAwait(false);
        var ours = Ours.Start(arena, PostsData.Model, options => options.AcquireTimeout = TimeSpan.FromSeconds(1));
        var impatient = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(arena.ConnectionString) { Timeout = 1 }.ConnectionString);
        var ef = Ef.Pool<PostsContext>(impatient);
        var requests = arena.Size(5_000, 300);
        return
        [
            Of("akkaorm", requests, async n =>
            {
                await using var session = ours.Orm.OpenSession();
                return await session.SingleAsync(Query.FromSql<int>($"SELECT {n}::int FROM pg_sleep(0.02)")).ConfigureAwait(false);
            }) with { Dispose = () => ours.DisposeAsync().AsTask() },
            Of("raw", requests, async n =>
            {
                await using var connection = await impatient.OpenConnectionAsync().ConfigureAwait(false);
                await using var command = new NpgsqlCommand("SELECT $1::int FROM pg_sleep(0.02)", connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = n } } };
                return (int)(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
            }),
            Of("dapper", requests, async n =>
            {
                await using var connection = await impatient.OpenConnectionAsync().ConfigureAwait(false);
                return await connection.QuerySingleAsync<int>("SELECT @n::int FROM pg_sleep(0.02)", new { n }).ConfigureAwait(false);
            }),
            Of("ef", requests, async n =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return (await db.Database.SqlQuery<int>($"SELECT {n}::int AS \"Value\" FROM pg_sleep(0.02)").ToListAsync().ConfigureAwait(false))[0];
            }) with { Dispose = () => impatient.DisposeAsync().AsTask() },
        ];
    }

    private static Contender Of(string peer, int requests, Func<int, Task<int>> ask) => new(peer, requests, sampler => RunAsync(requests, ask, sampler))
    {
        Answer = async () =>
        {
            var digest = new Digest();
            for (var n = 0; n < 3; n++) digest.Row(await ask(n).ConfigureAwait(false));
            return digest.ToString();
        },
    };

    private static async Task RunAsync(int requests, Func<int, Task<int>> ask, Sampler sampler)
    {
        var good = 0;
        var failed = 0;
        var running = new List<Task>(requests);
        var began = Stopwatch.GetTimestamp();
        while (running.Count < requests)
        {
            // As many as are due by now: who is late with some sends them together.
            var due = Math.Min(requests, (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * PerSecond));
            while (running.Count < due)
            {
                var number = running.Count;
                running.Add(Task.Run(() => OneAsync(number)));
            }
            await Task.Delay(MillisecondsPerTick).ConfigureAwait(false);
        }
        await Task.WhenAll(running).ConfigureAwait(false);

        var took = Stopwatch.GetElapsedTime(began);
        sampler.Also("answered", good);
        sampler.Also("failed", failed);
        // The runner divides all requests by the time: what is asked for here are those that were answered.
        sampler.Took(took * requests / Math.Max(1, good));

        async Task OneAsync(int number)
        {
            var came = began + (long)number * Stopwatch.Frequency / PerSecond;
            try
            {
                await ask(number).ConfigureAwait(false);
                Interlocked.Increment(ref good);
                sampler.Ended(came);
            }
            // Told by EF Core as an InvalidOperationException around it.
            catch (Exception refused) when (refused is AkkaOrmException or NpgsqlException or InvalidOperationException)
            {
                Interlocked.Increment(ref failed);
            }
        }
    }
}
