using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using Xunit;
using static Actors.Tests.Connections.TestPlans;
using static AkkaOrm.Protocols.ConnectionProtocol;

namespace Actors.Tests.Connections;

/// <summary>Leases: who may use a connection, until when, and how clean it comes back.</summary>
public sealed class ConnectionActorTests : RouterTestKit
{
    private void StartOne(string more = "") => Start("connections.max-size = 1\nconnections.cancel-grace = 300ms\n" + more);

    [Fact]
    public async Task A_lease_runs_plans_in_order_on_one_connection()
    {
        StartOne();
        var session = CreateTestProbe();
        var lease = await LeaseAsync(session);
        var requests = new[] { Execute(lease, session, Control("BEGIN")), Execute(lease, session, Raw("UPDATE t")), Execute(lease, session, Control("COMMIT")) };
        foreach (var request in requests) Assert.Equal(request, (await session.ExpectMsgAsync<Done>()).Request);
        Release(lease, session);
        await AssertHealthyAsync();
        Assert.Equal(["BEGIN", "UPDATE t", "COMMIT"], Server.Statements.Take(3));
    }

    [Fact]
    public async Task Another_lease_than_the_present_one_has_no_effect()
    {
        StartOne();
        var (old, present) = (CreateTestProbe(), CreateTestProbe());
        var stale = await LeaseAsync(old);
        Release(stale, old);
        var lease = await LeaseAsync(present);
        Execute(stale, old, Raw("DELETE everything"));
        Assert.Equal(stale.Lease, (await old.ExpectMsgAsync<StaleLease>()).Lease);
        Release(stale, old);
        lease.Connection.Tell(new CancelExecute(stale.Lease, 1), old);
        Execute(lease, present, Read("SELECT 1"));
        await present.ExpectMsgAsync<Done>();
        Assert.DoesNotContain("DELETE everything", Server.Statements);
        Release(lease, present);
        await UntilAsync(s => s.Idle == 1);
        Execute(lease, present, Raw("DELETE everything"));
        await present.ExpectMsgAsync<StaleLease>();
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task A_transaction_left_open_is_rolled_back_and_reported()
    {
        StartOne();
        var session = CreateTestProbe();
        var lease = await LeaseAsync(session, Context("orders-17"));
        Execute(lease, session, Control("BEGIN"));
        await session.ExpectMsgAsync<Done>();
        await EventFilter.Warning(contains: "session orders-17 left a transaction open").ExpectOneAsync(async () =>
        {
            Release(lease, session);
            await UntilAsync(s => s.Idle == 1);
        });
        Assert.Equal(["BEGIN", "ROLLBACK"], Server.Statements);
        await AssertHealthyAsync();
    }

    /// <summary>S9.</summary>
    [Fact]
    public async Task After_statements_of_users_a_connection_is_reset_before_another_gets_it()
    {
        StartOne();
        var session = CreateTestProbe();
        Run(session, Raw("SET search_path = mine"));
        await session.ExpectMsgAsync<Done>();
        Run(session, Read("SELECT 1"));
        await session.ExpectMsgAsync<Done>();
        var statements = Server.Statements.ToList();
        Assert.True(statements.IndexOf("RESET ALL") is var reset && reset > 0 && reset < statements.IndexOf("SELECT 1"));
        Assert.Contains("SELECT pg_catalog.pg_advisory_unlock_all()", statements);
        await AssertHealthyAsync();
        Assert.Single(Server.Statements, "RESET ALL");
    }

    [Fact]
    public async Task A_session_that_dies_within_a_transaction_is_rolled_back()
    {
        StartOne();
        var session = CreateTestProbe();
        var lease = await LeaseAsync(session);
        Execute(lease, session, Control("BEGIN"));
        await session.ExpectMsgAsync<Done>();
        Sys.Stop(session);
        await AssertHealthyAsync();
        Assert.Contains("ROLLBACK", Server.Statements);
        Assert.Equal(1, Server.Opened);
    }

    [Fact]
    public async Task A_session_that_dies_while_its_statement_runs_has_it_cancelled()
    {
        StartOne();
        var gate = Server.Hold("UPDATE slow");
        var session = CreateTestProbe();
        var lease = await LeaseAsync(session);
        Execute(lease, session, Control("BEGIN"));
        Execute(lease, session, Raw("UPDATE slow"));
        await gate.Entered;
        Sys.Stop(session);
        await AssertHealthyAsync();
        Assert.Equal(["BEGIN", "UPDATE slow"], Server.Statements.Take(2));
        Assert.Contains("ROLLBACK", Server.Statements);
        Assert.Equal(1, Server.Opened);
    }

    [Fact]
    public async Task A_session_that_dies_while_its_plan_runs_has_it_cancelled()
    {
        StartOne();
        var gate = Server.Hold("SELECT slow");
        var session = CreateTestProbe();
        Run(session, Read("SELECT slow"));
        await gate.Entered;
        Sys.Stop(session);
        await AssertHealthyAsync();
        Assert.Equal(1, Server.Opened);
    }

    [Fact]
    public async Task COMMIT_in_flight_is_left_to_finish_when_its_session_dies()
    {
        StartOne();
        var gate = Server.Hold("COMMIT");
        var session = CreateTestProbe();
        Run(session, Commit("INSERT a"));
        await gate.Entered;
        Sys.Stop(session);
        await UntilAsync(s => s.Busy == 1);
        gate.Release();
        await AssertHealthyAsync();
        Assert.DoesNotContain("ROLLBACK", Server.Statements);
    }

    [Fact]
    public async Task COMMIT_in_flight_is_not_cancelled_but_answered()
    {
        StartOne();
        var gate = Server.Hold("COMMIT");
        var session = CreateTestProbe();
        var request = Run(session, Commit("INSERT a"));
        await gate.Entered;
        Router.Tell(new ConnectionRouterProtocol.Cancel(request), session);
        await UntilAsync(s => s.Busy == 1);
        gate.Release();
        Assert.Equal(request, (await session.ExpectMsgAsync<Done>()).Request);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task COMMIT_not_answered_within_deadline_and_grace_is_in_doubt_and_its_connection_waits_for_it()
    {
        StartOne();
        var gate = Server.Hold("COMMIT");
        var session = CreateTestProbe();
        Run(session, Commit("INSERT a"), Context(within: 50));
        var faulted = await session.ExpectMsgAsync<Faulted>();
        Assert.Equal((PlanPhase.CommitSent, false), (faulted.Phase, faulted.Fault.IsWithoutEffect));
        Assert.Equal(1, (await StatusAsync()).Busy);
        gate.Release();
        await AssertHealthyAsync();
        await session.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.Equal(1, Server.Opened);
    }

    [Fact]
    public async Task COMMIT_in_doubt_that_is_never_answered_costs_its_connection()
    {
        Start("connections { max-size = 1, cancel-grace = 50ms, acquire-timeout = 10s }", inDoubtPatience: TimeSpan.FromMilliseconds(50));
        var gate = Server.Hold("COMMIT", isDeaf: true);
        var session = CreateTestProbe();
        Run(session, Commit("INSERT a"), Context(within: 50));
        await gate.Entered;
        var closing = Server.Connections.Single().CloseGate = new TaskCompletionSource();
        await session.ExpectMsgAsync<Faulted>();
        await UntilAsync(s => s.Draining == 1);
        closing.SetResult();
        await AssertHealthyAsync();
        await session.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.Equal((2, 1), (Server.Opened, Server.Open));
    }

    [Fact]
    public async Task COMMIT_in_doubt_that_is_never_answered_ends_its_lease()
    {
        Start("connections { max-size = 1, cancel-grace = 50ms }", inDoubtPatience: TimeSpan.FromMilliseconds(50));
        Server.Hold("COMMIT", isDeaf: true);
        var session = CreateTestProbe();
        var lease = await LeaseAsync(session);
        Execute(lease, session, Control("BEGIN"));
        await session.ExpectMsgAsync<Done>();
        Execute(lease, session, Commit("INSERT a") with { Transaction = PlanTransaction.Finish }, Context(within: 50));
        Assert.Equal(PlanPhase.CommitSent, (await session.ExpectMsgAsync<Faulted>()).Phase);
        Assert.Equal(lease.Lease, (await session.ExpectMsgAsync<LeaseEnded>()).Lease);
        Server.Unhold("COMMIT");
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task A_cancel_while_a_dead_connection_is_looked_at_is_answered()
    {
        StartOne("connections.idle-check = 0s");
        await AssertHealthyAsync();
        var gate = Server.Hold("SELECT 1", isDeaf: true);
        var session = CreateTestProbe();
        var request = Run(session, Read("SELECT new"));
        await gate.Entered;
        Router.Tell(new ConnectionRouterProtocol.Cancel(request), session);
        var rejected = await session.ExpectMsgAsync<ConnectionRouterProtocol.Rejected>();
        Assert.Equal(request, rejected.Request);
        Assert.IsType<DeadlineExceededException>(rejected.Error);
        Server.Unhold("SELECT 1");
        await AssertHealthyAsync();
        Assert.DoesNotContain("SELECT new", Server.Statements);
    }

    [Fact]
    public async Task A_connection_whose_actor_stops_while_it_opens_is_closed()
    {
        StartOne();
        var gate = Server.OpenGate = new TaskCompletionSource();
        Run(CreateTestProbe(), Read("SELECT 1"));
        await UntilAsync(s => s.Connecting == 1);
        await WatchAsync(Router);
        Sys.Stop(Router);
        await ExpectTerminatedAsync(Router);
        gate.SetResult();
        await AwaitAssertAsync(() => Assert.Equal((1, true), (Server.Opened, Server.Connections.Single().IsBroken)), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(5));
        Assert.Equal(0, Server.Open);
    }

    [Fact]
    public async Task A_request_for_a_lease_is_answered_when_the_connection_s_actor_stops_before_it_is_granted()
    {
        StartOne("connections.idle-check = 0s");
        var session = CreateTestProbe();
        var first = await LeaseAsync(session);
        Release(first, session);
        await UntilAsync(s => s.Idle == 1);
        var gate = Server.Hold("SELECT 1", isDeaf: true);
        var request = Acquire(session);
        await gate.Entered;
        Sys.Stop(first.Connection);
        Assert.Equal(request, (await session.ExpectMsgAsync<ConnectionRouterProtocol.Rejected>()).Request);
        Assert.True((await session.ExpectMsgAsync<LeaseEnded>()).Lease > first.Lease);
        Server.Unhold("SELECT 1");
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task A_plan_past_its_deadline_is_cancelled_and_says_how_long_it_was_given()
    {
        StartOne();
        Server.Hold("SELECT slow");
        var session = CreateTestProbe();
        Run(session, Read("SELECT slow"), Context(within: 100));
        var faulted = await session.ExpectMsgAsync<Faulted>();
        Assert.True(faulted.Fault.IsCancelled);
        Assert.Contains("within the 100 ms", Assert.IsType<DeadlineExceededException>(faulted.Fault.Error).Problem);
        await AssertHealthyAsync();
        Assert.Equal(1, Server.Opened);
    }

    [Fact]
    public async Task A_cancelled_statement_leaves_the_lease_and_its_transaction_to_the_session()
    {
        StartOne();
        var gate = Server.Hold("UPDATE slow");
        var session = CreateTestProbe();
        var lease = await LeaseAsync(session);
        Execute(lease, session, Control("BEGIN"));
        await session.ExpectMsgAsync<Done>();
        var slow = Execute(lease, session, Raw("UPDATE slow"));
        var behind = Execute(lease, session, Raw("UPDATE behind"));
        await gate.Entered;
        lease.Connection.Tell(new CancelExecute(lease.Lease, behind), session);
        var unsent = await session.ExpectMsgAsync<Faulted>();
        Assert.Equal((behind, PlanPhase.NotSent), (unsent.Request, unsent.Phase));
        lease.Connection.Tell(new CancelExecute(lease.Lease, slow), session);
        var faulted = await session.ExpectMsgAsync<Faulted>();
        Assert.Equal((slow, true), (faulted.Request, faulted.Fault.IsCancelled));
        Execute(lease, session, Control("ROLLBACK"));
        await session.ExpectMsgAsync<Done>();
        Release(lease, session);
        await AssertHealthyAsync();
        Assert.Equal(1, Server.Opened);
    }

    [Fact]
    public async Task A_statement_that_does_not_hear_the_cancel_costs_its_connection()
    {
        StartOne();
        var gate = Server.Hold("SELECT deaf", isDeaf: true);
        var session = CreateTestProbe();
        var request = Run(session, Read("SELECT deaf"));
        await gate.Entered;
        Router.Tell(new ConnectionRouterProtocol.Cancel(request), session);
        var faulted = await session.ExpectMsgAsync<Faulted>();
        Assert.True(faulted.Fault.IsCancelled);
        await AssertHealthyAsync();
        Assert.Equal((2, 1), (Server.Opened, Server.Open));
    }

    [Fact]
    public async Task A_lease_past_its_deadline_is_taken_back_and_rolled_back()
    {
        StartOne("connections.lease-deadline = 100ms");
        var session = CreateTestProbe();
        var lease = await LeaseAsync(session, Context("orders-17"));
        Execute(lease, session, Control("BEGIN"));
        await session.ExpectMsgAsync<Done>();
        var ended = await session.ExpectMsgAsync<LeaseEnded>();
        Assert.Equal(lease.Lease, ended.Lease);
        Assert.Contains("akka.orm.connections.lease-deadline", Assert.IsType<DeadlineExceededException>(ended.Error).Problem);
        await AssertHealthyAsync();
        Assert.Contains("ROLLBACK", Server.Statements);
        Execute(lease, session, Control("COMMIT"));
        await session.ExpectMsgAsync<StaleLease>();
    }

    [Fact]
    public async Task A_lease_past_its_deadline_with_a_statement_running_hears_of_both()
    {
        StartOne("connections.lease-deadline = 100ms");
        Server.Hold("UPDATE slow");
        var session = CreateTestProbe();
        var lease = await LeaseAsync(session);
        var request = Execute(lease, session, Raw("UPDATE slow"));
        Assert.Equal(request, (await session.ExpectMsgAsync<Faulted>()).Request);
        Assert.Equal(lease.Lease, (await session.ExpectMsgAsync<LeaseEnded>()).Lease);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task A_release_behind_a_running_statement_waits_for_it()
    {
        StartOne();
        var gate = Server.Hold("UPDATE slow");
        var session = CreateTestProbe();
        var lease = await LeaseAsync(session);
        Execute(lease, session, Raw("UPDATE slow"));
        await gate.Entered;
        Release(lease, session);
        Assert.Equal(1, (await StatusAsync()).Leased);
        gate.Release();
        await session.ExpectMsgAsync<Done>();
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task A_connection_lost_under_a_lease_ends_it()
    {
        StartOne();
        var session = CreateTestProbe();
        var lease = await LeaseAsync(session);
        Execute(lease, session, Control("BEGIN"));
        await session.ExpectMsgAsync<Done>();
        Server.Connections.Single().IsTerminated = true;
        Execute(lease, session, Raw("UPDATE t"));
        Assert.True((await session.ExpectMsgAsync<Faulted>()).Fault.IsConnectionLost);
        Assert.IsType<ConnectionLostException>((await session.ExpectMsgAsync<LeaseEnded>()).Error);
        Execute(lease, session, Raw("UPDATE t"));
        await AssertHealthyAsync();
        Assert.Equal(2, Server.Opened);
    }

    [Fact]
    public async Task A_grant_to_a_session_that_has_just_died_comes_back()
    {
        StartOne();
        for (var i = 0; i < 50; i++)
        {
            var session = CreateTestProbe();
            Acquire(session);
            Sys.Stop(session);
        }
        await AssertHealthyAsync();
        Assert.Equal(1, Server.Opened);
    }
}
