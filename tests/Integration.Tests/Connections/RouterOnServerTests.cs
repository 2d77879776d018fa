using System.Diagnostics;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaOrm;
using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Protocols;
using AkkaOrm.Settings;
using AkkaOrm.Types;
using Xunit;
using static AkkaOrm.Protocols.ConnectionProtocol;
using static AkkaOrm.Protocols.ConnectionRouterProtocol;

namespace Integration.Tests.Connections;

/// <summary>Router and connections over a real server: what is left behind, what is cancelled, what is lost.</summary>
public sealed class RouterOnServerTests(DriverFixture database) : TestKit("akka.loglevel = ERROR"), IClassFixture<DriverFixture>
{
    private readonly string _name = "router-" + Guid.NewGuid().ToString("N")[..8];
    private long _request;

    /// <summary>S9.</summary>
    [Fact]
    public async Task What_a_user_sets_does_not_reach_the_next_user_of_the_connection()
    {
        var router = Start("connections.max-size = 1");
        var first = await LeaseAsync(router);
        await ExecuteAsync(first, Control("BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE"));
        Assert.Equal("serializable", await ScalarAsync(first, "SHOW transaction_isolation"));
        await ExecuteAsync(first, Control("COMMIT"));
        await ExecuteAsync(first, Raw("SET search_path = nowhere"));
        await ExecuteAsync(first, Raw("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE"));
        await ExecuteAsync(first, Raw("SELECT pg_advisory_lock(42)"));
        await ExecuteAsync(first, Raw("CREATE TEMP TABLE left_behind (id int)"));
        await ExecuteAsync(first, Raw("LISTEN gossip"));
        var pid = await ScalarAsync(first, "SELECT pg_backend_pid()::text");
        Release(first);

        var next = await LeaseAsync(router);
        Assert.Equal(pid, await ScalarAsync(next, "SELECT pg_backend_pid()::text"));
        Assert.Equal("read committed", await ScalarAsync(next, "SHOW transaction_isolation"));
        Assert.NotEqual("nowhere", await ScalarAsync(next, "SHOW search_path"));
        Assert.Equal("0 0 false", await ScalarAsync(next, """
            SELECT (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) || ' ' ||
                   (SELECT count(*) FROM pg_listening_channels()) || ' ' || (to_regclass('pg_temp.left_behind') IS NOT NULL)
            """));
        Assert.Equal("5min", await ScalarAsync(next, "SHOW statement_timeout"));
        Release(next);
        await StopAsync(router);
    }

    /// <summary>S14.</summary>
    [Fact]
    public async Task Two_thousand_random_cancels_leave_connections_leases_and_transactions_as_they_were()
    {
        var router = Start("connections { max-size = 6, acquire-timeout = 30s }");
        var seed = Environment.TickCount;
        await Task.WhenAll(Enumerable.Range(0, 12).Select(worker => Task.Run(() => CancelAtRandomAsync(router, worker, new Random(seed + worker), 170))));
        await AwaitAssertAsync(async () =>
        {
            var status = await router.Ask<ConnectionRouterProtocol.Status>(new GetStatus(), TimeSpan.FromSeconds(5));
            Assert.True(status is { Busy: 0, Leased: 0, Waiting: 0, Draining: 0 }, $"seed {seed}: {status}");
            Assert.Equal((long)status.Idle, await database.AskAsync($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{_name}' AND state = 'idle'"));
            Assert.Equal((long)status.Idle, await database.AskAsync($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{_name}'"));
        }, TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(20));
        await StopAsync(router);
        await AwaitAssertAsync(async () => Assert.Equal(0L, await database.AskAsync($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{_name}'")));
    }

    /// <summary>S19.</summary>
    [Fact]
    public async Task A_pool_of_one_that_is_busy_refuses_after_the_deadline_and_with_none_at_once()
    {
        var router = Start("connections.max-size = 1");
        var lease = await LeaseAsync(router);
        foreach (var (given, atLeast, atMost) in new[] { (100, 95, 1500), (0, 0, 500) })
        {
            var session = CreateTestProbe();
            var watch = Stopwatch.StartNew();
            router.Tell(new Acquire(++_request, new RequestContext(Environment.TickCount64 + given, Environment.TickCount64, "waits")), session);
            Assert.IsType<PoolExhaustedException>((await session.ExpectMsgAsync<Rejected>()).Error);
            Assert.InRange(watch.ElapsedMilliseconds, atLeast, atMost);
        }
        Release(lease);
        await StopAsync(router);
    }

    /// <summary>S20.</summary>
    [Fact]
    public async Task Ten_users_of_an_engine_started_right_after_another_was_stopped_are_all_served()
    {
        for (var round = 0; round < 3; round++)
        {
            var router = Start("connections.max-size = 2");
            var sessions = Enumerable.Range(0, 10).Select(_ => CreateTestProbe()).ToArray();
            foreach (var session in sessions) router.Tell(new Run(++_request, new Plan([Plans.Step("SELECT 1")]), Context()), session);
            foreach (var session in sessions) await session.ExpectMsgAsync<Done>(TimeSpan.FromSeconds(10));
            await StopAsync(router);
        }
        await AwaitAssertAsync(async () => Assert.Equal(0L, await database.AskAsync($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{_name}'")));
    }

    [Fact]
    public async Task A_backend_terminated_while_idle_is_not_noticed_by_the_next_user()
    {
        var router = Start("connections { max-size = 1, idle-check = 0s }");
        for (var round = 0; round < 3; round++)
        {
            var session = CreateTestProbe();
            router.Tell(new Run(++_request, new Plan([Plans.Step("SELECT 1", StatementKind.Write)], PlanTransaction.Commit), Context()), session);
            await session.ExpectMsgAsync<Done>();
            Assert.Equal(true, await database.AskAsync($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '{_name}'"));
        }
        await StopAsync(router);
    }

    [Fact]
    public async Task A_wrong_password_is_told_to_each_asker_and_never_in_clear()
    {
        var settings = database.Settings("connections.backoff-min = 5s", text =>
        {
            text.Username = "nobody_here";
            text.Password = "s3cret-password";
            return text;
        });
        var router = Sys.ActorOf(ConnectionRouterActor.Props(settings, new NpgsqlConnectionFactory(settings)));
        for (var i = 0; i < 2; i++)
        {
            var session = CreateTestProbe();
            router.Tell(new Run(++_request, new Plan([Plans.Step("SELECT 1")]), Context()), session);
            var error = Assert.IsType<ConnectionFailedException>((await session.ExpectMsgAsync<Rejected>()).Error);
            Assert.False(error.IsTransient);
            Assert.DoesNotContain("s3cret", error.ToString());
        }
    }

    /// <summary>Npgsql keeps the server's word on the transaction to itself: ours, told from the statements, must agree with it.</summary>
    [Fact]
    public async Task The_status_of_the_transaction_is_the_servers_after_any_sequence_of_statements()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var connection = await database.OpenAsync();
        var pid = (await connection.RunAsync(Plans.Bound("SELECT pg_backend_pid()", [StoreTypes.Integer])))[0].Rows.Get<int>(0, 0);
        string[] all = ["BEGIN", "START TRANSACTION READ ONLY", "COMMIT", "/* so */ end", "ROLLBACK", "ABORT", "COMMIT AND CHAIN", "ROLLBACK AND CHAIN", "SAVEPOINT a", "ROLLBACK TO a", "RELEASE a", "SELECT 1", "SELECT 1/0", "oops"];
        for (var step = 0; step < 300; step++)
        {
            var batch = Enumerable.Range(0, random.Next(1, 4)).Select(_ => all[random.Next(all.Length)]).ToArray();
            try
            {
                await connection.RunAsync([.. batch.Select(sql => Plans.Bound(sql, kind: StatementKind.Raw))]);
            }
            catch (PhysicalConnectionException)
            {
                // Half of these sequences make no sense: what counts is where they leave the connection.
            }
            var expected = await database.AskAsync($"SELECT state FROM pg_stat_activity WHERE pid = {pid}") switch
            {
                "idle" => TransactionStatus.Idle,
                "idle in transaction" => TransactionStatus.InTransaction,
                _ => TransactionStatus.Failed,
            };
            Assert.True(expected == connection.Transaction, $"seed {seed}, step {step}: {string.Join("; ", batch)}: the server says {expected}, we {connection.Transaction}");
        }
    }

    private async Task CancelAtRandomAsync(IActorRef router, int worker, Random random, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var session = CreateTestProbe();
            var request = worker * 1_000_000L + i;
            var sleep = $"SELECT pg_sleep({random.Next(4) / 1000.0:0.000})";
            var steps = new[] { Plans.Step(sleep), Plans.Step("SELECT 1"), Plans.Step(sleep, random.Next(2) == 0 ? StatementKind.Write : StatementKind.Read) };
            var transaction = (PlanTransaction)random.Next(3);
            router.Tell(new Run(request, new Plan([.. steps], transaction), Context()), session);
            if (random.Next(4) > 0) await Task.Delay(random.Next(8));
            if (random.Next(8) == 0)
            {
                Sys.Stop(session);
                continue;
            }
            router.Tell(new Cancel(request), session);
            var answer = await session.ExpectMsgAsync<object>(TimeSpan.FromSeconds(30));
            Assert.True(answer is Done { Request: var done } && done == request || answer is Rejected || answer is Faulted { Fault.IsCancelled: true }, answer.ToString());
        }
    }

    private IActorRef Start(string hocon)
    {
        var settings = database.Settings($"{hocon}\napplication-name = {_name}");
        return Sys.ActorOf(ConnectionRouterActor.Props(settings, new NpgsqlConnectionFactory(settings)));
    }

    private async Task StopAsync(IActorRef router)
    {
        await router.Ask<Drained>(new Drain(), TimeSpan.FromSeconds(20));
        Sys.Stop(router);
    }

    private static RequestContext Context() => new(long.MaxValue, Environment.TickCount64, "test");

    private static Plan Control(string sql) => new([Plans.Step(sql, StatementKind.Control)]);

    private static Plan Raw(string sql) => new([Plans.Step(sql, StatementKind.Raw)]);

    private sealed record Held(Granted Grant, TestProbe Session);

    private async Task<Held> LeaseAsync(IActorRef router)
    {
        var session = CreateTestProbe();
        router.Tell(new Acquire(++_request, Context()), session);
        return new Held(await session.ExpectMsgAsync<Granted>(), session);
    }

    private async Task<PlanResult> ExecuteAsync(Held lease, Plan plan)
    {
        lease.Grant.Connection.Tell(new Execute(lease.Grant.Lease, ++_request, plan, Context()), lease.Session);
        return (await lease.Session.ExpectMsgAsync<Done>()).Result;
    }

    private async Task<string> ScalarAsync(Held lease, string sql) =>
        (await ExecuteAsync(lease, new Plan([Plans.Step(sql, StatementKind.Raw, [StoreTypes.Text])]))).Steps[0].Rows.Get<string>(0, 0);

    private static void Release(Held lease) => lease.Grant.Connection.Tell(new Release(lease.Grant.Lease), lease.Session);
}
