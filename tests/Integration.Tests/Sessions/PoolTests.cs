using System.Diagnostics;
using AkkaOrm;
using Npgsql;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Sessions;

/// <summary>Connections seen from sessions: S14, S19, S20 of the behaviours.</summary>
public sealed class PoolTests(OrmFixture fixture) : IClassFixture<OrmFixture>
{
    /// <summary>S19</summary>
    [Fact]
    public async Task With_the_only_connection_held_a_request_fails_after_its_time_and_says_who_holds_it()
    {
        await using var orm = Orm.Start(fixture.System, Travel.Model, new OrmOptions { ConnectionString = fixture.ConnectionString, MaxConnections = 1, AcquireTimeout = TimeSpan.FromMilliseconds(100) });
        await using var holder = orm.OpenSession();
        await WithPatience(async () =>
        {
            await holder.RollbackAsync();
            await holder.BeginAsync();
        });
        await using var other = orm.OpenSession();
        var waited = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<PoolExhaustedException>(() => other.FindAsync<Traveler>(1));
        Assert.True(waited.ElapsedMilliseconds >= 90, $"{waited.ElapsedMilliseconds} ms");
        Assert.Contains("akka.orm.connections.acquire-timeout", error.Message);
        Assert.Contains("1 of 1", error.Message);
        await holder.RollbackAsync();
        await WithPatience(async () => Assert.Null(await other.FindAsync<Traveler>(-1)));
    }

    /// <summary>S14</summary>
    [Fact]
    public async Task A_cancelled_call_frees_its_connection_clean()
    {
        await using var orm = Orm.Start(fixture.System, Travel.Model, new OrmOptions { ConnectionString = fixture.ConnectionString, MaxConnections = 1 });
        await using var session = orm.OpenSession();
        using var cancel = new CancellationTokenSource();
        var slow = session.SingleAsync(FromSql<int>($"select 1 from pg_sleep(60)"), cancel.Token);
        await Eventually(async () => Equals(1L, await fixture.AskAsync("select count(*) from pg_stat_activity where datname = current_database() and query like '%pg_sleep(60)%' and state = 'active' and pid <> pg_backend_pid()")));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
        Assert.Null(await session.FindAsync<Traveler>(-1));
        Assert.Equal(0L, await fixture.AskAsync("select count(*) from pg_stat_activity where datname = current_database() and query like '%pg_sleep(60)%' and state = 'active' and pid <> pg_backend_pid()"));
    }

    /// <summary>S20</summary>
    [Fact]
    public async Task Stopping_and_starting_again_under_concurrent_users_does_not_hang()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var orm = Orm.Start(fixture.System, Travel.Model, new OrmOptions { ConnectionString = fixture.ConnectionString, MaxConnections = 4 });
            await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
            {
                await using var session = orm.OpenSession();
                Assert.Null(await session.FindAsync<Traveler>(-i - 1));
            }));
        }
    }

    [Fact]
    public async Task A_stopped_Orm_leaves_no_connection_and_opens_no_session()
    {
        var text = new NpgsqlConnectionStringBuilder(fixture.ConnectionString) { ApplicationName = "stopped" }.ConnectionString;
        var orm = Orm.Start(fixture.System, Travel.Model, text);
        var session = orm.OpenSession();
        await session.BeginAsync();
        Assert.Equal(1L, await fixture.AskAsync("select count(*) from pg_stat_activity where application_name = 'stopped'"));
        await orm.StopAsync();
        await Eventually(async () => Equals(0L, await fixture.AskAsync("select count(*) from pg_stat_activity where application_name = 'stopped'")));
        Assert.Throws<SessionClosedException>(() => orm.OpenSession());
        await Assert.ThrowsAsync<SessionClosedException>(() => session.FindAsync<Traveler>(1));
        await orm.StopAsync();
    }

    [Fact]
    public async Task A_wrong_password_is_told_at_first_use_without_the_password()
    {
        var text = new NpgsqlConnectionStringBuilder(fixture.ConnectionString) { Password = "canary-0815" }.ConnectionString;
        await using var orm = Orm.Start(fixture.System, Travel.Model, text);
        await using var session = orm.OpenSession();
        var error = await Assert.ThrowsAsync<ConnectionFailedException>(() => session.FindAsync<Traveler>(1));
        Assert.DoesNotContain("canary-0815", error.ToString());
    }

    // On a busy machine opening a connection, or giving it back, may take longer than a request of this engine waits.
    private static async Task WithPatience(Func<Task> ask)
    {
        var limit = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await ask();
                return;
            }
            catch (PoolExhaustedException) when (limit.Elapsed < TimeSpan.FromSeconds(30))
            {
                // Asked again.
            }
        }
    }

    private static async Task Eventually(Func<Task<bool>> holds)
    {
        var limit = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(30), "it did not come to hold within 30 s");
            await Task.Yield();
        }
    }
}
