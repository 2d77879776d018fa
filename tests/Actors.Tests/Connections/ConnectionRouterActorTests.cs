using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Connections;
using AkkaOrm.Protocols;
using Xunit;
using static Actors.Tests.Connections.TestPlans;
using static AkkaOrm.Protocols.ConnectionProtocol;
using static AkkaOrm.Protocols.ConnectionRouterProtocol;

namespace Actors.Tests.Connections;

/// <summary>Who gets a connection, in which order, and what those hear who get none.</summary>
public sealed class ConnectionRouterActorTests : RouterTestKit
{
    /// <summary>S1.</summary>
    [Fact]
    public async Task A_router_nobody_asked_opens_nothing()
    {
        Start("connections.max-size = 4");
        Assert.Equal(new ConnectionRouterProtocol.Status(4, 4, 0, 0, 0, 0, 0, 0), await StatusAsync());
        Assert.Empty(Server.Connections);
    }

    [Fact]
    public async Task A_plan_is_run_and_answered_to_whoever_asked()
    {
        Start("");
        var session = CreateTestProbe();
        var request = Run(session, Read("SELECT 1"));
        Assert.Equal(request, (await session.ExpectMsgAsync<Done>()).Request);
        await AssertHealthyAsync();
        Assert.Equal(1, Server.Opened);
    }

    [Fact]
    public async Task Connections_are_opened_as_work_comes_and_never_more_than_max_size()
    {
        Start("connections.max-size = 3");
        var gate = Server.Hold("SELECT slow");
        var session = CreateTestProbe();
        for (var i = 0; i < 10; i++) Run(session, Read("SELECT slow"));
        await UntilAsync(s => s is { Busy: 3, Waiting: 7 });
        gate.Release();
        for (var i = 0; i < 10; i++) await session.ExpectMsgAsync<Done>();
        Assert.Equal(3, Server.Opened);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task A_failing_statement_is_the_askers_only()
    {
        Start("connections.max-size = 1");
        Server.Fail("SELECT bad", "22012");
        var session = CreateTestProbe();
        Run(session, Read("SELECT bad"));
        var faulted = await session.ExpectMsgAsync<Faulted>();
        Assert.Equal(("22012", 0), (faulted.Fault.SqlState, faulted.Step));
        await AssertHealthyAsync();
        Assert.Equal(1, Server.Opened);
    }

    [Fact]
    public async Task The_logical_request_that_began_first_is_served_first()
    {
        Start("connections.max-size = 1");
        var holder = CreateTestProbe();
        var lease = await LeaseAsync(holder);
        var (young, old) = (CreateTestProbe(), CreateTestProbe());
        Acquire(young, Context() with { Asked = 200 });
        Acquire(old, Context() with { Asked = 100 });
        await UntilAsync(s => s.Waiting == 2);
        Release(lease, holder);
        var first = await GrantedAsync(old);
        Release(first, old);
        Release(await GrantedAsync(young), young);
        await AssertHealthyAsync();
    }

    /// <summary>S19.</summary>
    [Fact]
    public async Task A_wait_longer_than_the_deadline_ends_with_who_holds_what()
    {
        Start("connections { max-size = 1, acquire-timeout = 10s }");
        var holder = CreateTestProbe();
        var lease = await LeaseAsync(holder, Context("orders-17"));
        var session = CreateTestProbe();
        Acquire(session, Context("late", within: 100));
        var error = Assert.IsType<PoolExhaustedException>((await session.ExpectMsgAsync<Rejected>()).Error);
        Assert.Matches(@"^no connection was free within [1-9]\d\d+ ms \(the request's own deadline\)\.$", error.Problem);
        Assert.Matches("^1 of 1 connections leased \\(akka.orm.connections.max-size\\), 0 requests waiting; longest lease [1-9]\\d\\d+ ms, by session \"orders-17\" in a transaction\\.$", error.Detail);
        Assert.StartsWith("1. look for a session holding a transaction open (the one above)", error.Hint);
        Assert.True(error.IsTransient);
        Release(lease, holder);
        await AssertHealthyAsync();
    }

    /// <summary>S19.</summary>
    [Fact]
    public async Task A_deadline_of_now_is_refused_at_once_when_all_are_busy()
    {
        Start("connections { max-size = 1, acquire-timeout = 10s }");
        var holder = CreateTestProbe();
        var lease = await LeaseAsync(holder);
        var session = CreateTestProbe();
        Acquire(session, Context(within: 0));
        Assert.IsType<PoolExhaustedException>((await session.ExpectMsgAsync<Rejected>(TimeSpan.FromMilliseconds(500))).Error);
        Release(lease, holder);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task The_acquire_timeout_is_named_when_it_was_the_limit()
    {
        Start("connections { max-size = 1, acquire-timeout = 500ms }");
        await OpenFirstAsync();
        var holder = CreateTestProbe();
        var lease = await LeaseAsync(holder);
        var session = CreateTestProbe();
        Run(session, Read("SELECT 1"));
        Assert.Contains("(akka.orm.connections.acquire-timeout)", (await session.ExpectMsgAsync<Rejected>()).Error.Problem);
        Release(lease, holder);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task A_full_line_refuses_at_once_and_names_the_limit()
    {
        Start("connections { max-size = 1, max-waiting-factor = 2 }");
        var holder = CreateTestProbe();
        var lease = await LeaseAsync(holder);
        var session = CreateTestProbe();
        for (var i = 0; i < 3; i++) Run(session, Read("SELECT 1"));
        var error = Assert.IsType<OverloadedException>((await session.ExpectMsgAsync<Rejected>()).Error);
        Assert.Contains("akka.orm.connections.max-waiting-factor 2 x max-size 1", error.Problem);
        Assert.True(error.RetryAfter > TimeSpan.Zero);
        Release(lease, holder);
        await session.ExpectMsgAsync<Done>();
        await session.ExpectMsgAsync<Done>();
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task Sessions_that_die_while_they_wait_leave_the_line_at_once()
    {
        Start("connections.max-size = 1");
        var holder = CreateTestProbe();
        var lease = await LeaseAsync(holder);
        var dead = Enumerable.Range(0, 5).Select(_ => CreateTestProbe()).ToArray();
        foreach (var session in dead) Acquire(session);
        await UntilAsync(s => s.Waiting == 5);
        foreach (var session in dead) Sys.Stop(session);
        await UntilAsync(s => s.Waiting == 0);
        Release(lease, holder);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task A_cancelled_request_leaves_the_line_and_hears_so()
    {
        Start("connections.max-size = 1");
        var holder = CreateTestProbe();
        var lease = await LeaseAsync(holder);
        var session = CreateTestProbe();
        var request = Run(session, Read("SELECT 1"));
        Router.Tell(new Cancel(request), session);
        Assert.Equal(request, (await session.ExpectMsgAsync<Rejected>()).Request);
        Assert.Equal(0, (await StatusAsync()).Waiting);
        Release(lease, holder);
        await AssertHealthyAsync();
        await session.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_running_request_that_is_cancelled_is_answered_as_cancelled()
    {
        Start("connections.max-size = 1");
        var gate = Server.Hold("SELECT slow");
        var session = CreateTestProbe();
        var request = Run(session, Read("SELECT slow"));
        await gate.Entered;
        Router.Tell(new Cancel(request), session);
        var faulted = await session.ExpectMsgAsync<Faulted>();
        Assert.Equal((request, true), (faulted.Request, faulted.Fault.IsCancelled));
        await AssertHealthyAsync();
        Assert.Equal(1, Server.Opened);
    }

    [Fact]
    public async Task When_the_server_can_not_be_reached_all_who_wait_hear_it_with_the_first_attempt()
    {
        Start("connections { max-size = 4, backoff-min = 50ms, backoff-max = 50ms }");
        Server.Refusal = new ConnectionFailedException("could not connect to db:5432: Connection refused") { IsTransient = true };
        var session = CreateTestProbe();
        for (var i = 0; i < 6; i++) Run(session, Read("SELECT 1"));
        for (var i = 0; i < 6; i++) Assert.IsType<ConnectionFailedException>((await session.ExpectMsgAsync<Rejected>()).Error);
        // Only one attempt at a time while nothing answers; the next request waits for it.
        await UntilAsync(s => s.Absent == 4);
        var attempts = Server.Connections.Count;
        Run(session, Read("SELECT 1"));
        Run(session, Read("SELECT 1"));
        await session.ExpectMsgAsync<Rejected>();
        await session.ExpectMsgAsync<Rejected>();
        Assert.Equal(attempts + 1, Server.Connections.Count);
        Server.Refusal = null;
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task A_refused_login_is_told_at_once_and_not_tried_again_right_away()
    {
        Start("connections { max-size = 1, backoff-min = 1h, backoff-max = 1h }");
        Server.Refusal = new ConnectionFailedException("could not connect: password authentication failed for user \"bob\"") { SqlState = "28P01" };
        var session = CreateTestProbe();
        for (var i = 0; i < 3; i++)
        {
            Run(session, Read("SELECT 1"));
            Assert.Equal("28P01", (await session.ExpectMsgAsync<Rejected>()).Error.SqlState);
            await UntilAsync(s => s.Absent == 1);
        }
        Assert.Single(Server.Connections);
    }

    [Fact]
    public async Task A_failed_attempt_beside_connections_that_work_lets_the_waiting_wait()
    {
        Start("connections { max-size = 2, backoff-min = 1h, backoff-max = 1h }");
        var holder = CreateTestProbe();
        var lease = await LeaseAsync(holder);
        Server.Refusal = new ConnectionFailedException("too many clients") { SqlState = "53300", IsTransient = true };
        var session = CreateTestProbe();
        Run(session, Read("SELECT 1"));
        await UntilAsync(s => s is { Absent: 1, Waiting: 1, Leased: 1 });
        Release(lease, holder);
        await session.ExpectMsgAsync<Done>();
    }

    [Fact]
    public async Task A_connection_found_dead_when_it_is_needed_is_replaced_unnoticed()
    {
        Start("connections { max-size = 1, idle-check = 0s }");
        await AssertHealthyAsync();
        Server.Connections.Single().IsTerminated = true;
        var session = CreateTestProbe();
        Run(session, Commit("INSERT a"));
        await session.ExpectMsgAsync<Done>();
        var lease = await LeaseAsync(session);
        Release(lease, session);
        Assert.Equal(2, Server.Opened);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task A_read_whose_connection_is_lost_under_it_is_read_again_on_another()
    {
        Start("connections.max-size = 1");
        await AssertHealthyAsync();
        Server.Connections.Single().IsTerminated = true;
        var session = CreateTestProbe();
        Run(session, Read("SELECT 1"));
        await session.ExpectMsgAsync<Done>();
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task A_unit_whose_connection_is_lost_under_it_is_not_sent_again()
    {
        Start("connections.max-size = 1");
        await AssertHealthyAsync();
        Server.Connections.Single().IsTerminated = true;
        var session = CreateTestProbe();
        Run(session, Commit("INSERT a"));
        var faulted = await session.ExpectMsgAsync<Faulted>();
        Assert.Equal((true, PlanPhase.CommitSent), (faulted.Fault.IsConnectionLost, faulted.Phase));
        Assert.DoesNotContain("INSERT a", Server.Statements);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task A_read_that_loses_connection_after_connection_gives_up()
    {
        Start("connections.max-size = 1");
        Server.Fail("SELECT deadly", "57P01", lost: true);
        var session = CreateTestProbe();
        Run(session, Read("SELECT deadly"));
        Assert.IsType<ConnectionLostException>((await session.ExpectMsgAsync<Rejected>()).Error);
        Assert.Equal(3, Server.Opened);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task A_connection_past_its_lifetime_is_closed_while_idle_and_after_work()
    {
        Start("connections { max-size = 2, max-lifetime = 100ms }");
        await AssertHealthyAsync();
        await UntilAsync(s => s.Absent == 2);
        Assert.Equal(0, Server.Open);
        var gate = Server.Hold("SELECT long");
        var session = CreateTestProbe();
        Run(session, Read("SELECT long"));
        await gate.Entered;
        var born = Environment.TickCount64;
        await AwaitConditionAsync(() => Task.FromResult(Environment.TickCount64 - born > 120), TimeSpan.FromSeconds(5));
        gate.Release();
        await session.ExpectMsgAsync<Done>();
        await UntilAsync(s => s.Absent == 2);
    }

    [Fact]
    public async Task Connections_under_way_count_and_come_to_use_though_nobody_waits_any_more()
    {
        Start("connections { max-size = 2, acquire-timeout = 500ms }");
        var gate = Server.OpenGate = new TaskCompletionSource();
        var session = CreateTestProbe();
        Run(session, Read("SELECT 1"));
        Assert.Equal((1, 1), (await StatusAsync()) is var s ? (s.Connecting, s.Waiting) : default);
        Assert.Contains("1 of 2 connections connecting", (await session.ExpectMsgAsync<Rejected>()).Error.Detail);
        Server.OpenGate = null;
        gate.SetResult();
        await UntilAsync(s => s.Idle == 1);
        await AssertHealthyAsync();
        Assert.Equal(1, Server.Opened);
    }

    [Fact]
    public async Task A_place_is_taken_until_its_socket_is_closed()
    {
        Start("connections { max-size = 1, acquire-timeout = 10s }");
        Server.Fail("UPDATE lost", "57P01", lost: true);
        var session = CreateTestProbe();
        var lease = await LeaseAsync(session);
        var closing = Server.Connections.Single().CloseGate = new TaskCompletionSource();
        Execute(lease, session, Raw("UPDATE lost"));
        await session.ExpectMsgAsync<Faulted>();
        await session.ExpectMsgAsync<LeaseEnded>();
        Acquire(session);
        await UntilAsync(s => s is { Draining: 1, Waiting: 1 });
        closing.SetResult();
        Release(await GrantedAsync(session), session);
        await AssertHealthyAsync();
    }

    /// <summary>S20.</summary>
    [Fact]
    public async Task A_drain_finishes_what_is_under_way_refuses_what_is_new_and_closes_all()
    {
        Start("connections.max-size = 2");
        var session = CreateTestProbe();
        var lease = await LeaseAsync(session);
        var gate = Server.Hold("SELECT slow");
        Run(session, Read("SELECT slow"));
        Run(session, Read("SELECT waits"));
        await gate.Entered;
        var drainer = CreateTestProbe();
        Router.Tell(new Drain(), drainer);
        Run(session, Read("SELECT new"));
        Assert.Contains("shutting down", (await session.ExpectMsgAsync<Rejected>()).Error.Problem);
        gate.Release();
        await session.ExpectMsgAsync<Done>();
        await session.ExpectMsgAsync<Done>();
        Execute(lease, session, Control("COMMIT"));
        await session.ExpectMsgAsync<Done>();
        await drainer.ExpectNoMsgAsync(TimeSpan.Zero);
        Release(lease, session);
        await drainer.ExpectMsgAsync<Drained>();
        Assert.Equal(0, Server.Open);
        Router.Tell(new Drain(), drainer);
        await drainer.ExpectMsgAsync<Drained>();
    }

    [Fact]
    public async Task Connections_of_a_router_that_stops_are_closed()
    {
        Start("connections.max-size = 2");
        var session = CreateTestProbe();
        await LeaseAsync(session);
        await AssertOpenAsync(1);
        Sys.Stop(Router);
        await AssertOpenAsync(0);
    }

    private Task AssertOpenAsync(int open) => AwaitAssertAsync(() => Assert.Equal(open, Server.Open), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(5));
}
