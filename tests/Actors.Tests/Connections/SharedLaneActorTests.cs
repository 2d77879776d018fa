using Akka.Actor;
using Akka.TestKit;
using AkkaOrm;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using AkkaOrm.Rows;
using AkkaOrm.Sessions;
using Xunit;
using static Actors.Tests.Connections.LaneRequests;
using static Actors.Tests.Connections.TestPlans;
using static AkkaOrm.Protocols.ConnectionProtocol;
using static AkkaOrm.Query;

namespace Actors.Tests.Connections;

/// <summary>L15: reads of many sessions that wait for a connection, seen from what reaches the server and what each session hears.</summary>
public sealed class SharedLaneActorTests : RouterTestKit
{
    private static readonly string One = Find<Guest>(0).Steps[0].Statement.Sql;
    private static readonly string Many = Find<Guest>(0).Keyed!.Many.Statement.Sql;

    public SharedLaneActorTests() => Server.Answers = Guests;

    [Fact]
    public async Task Sixty_four_finds_that_wait_are_one_statement_and_each_gets_its_own_row()
    {
        var held = await HoldAsync();
        var sessions = Enumerable.Range(0, 64).Select(i => (Id: i % 60, Probe: CreateTestProbe())).ToArray();
        foreach (var (id, probe) in sessions) Run(probe, Find<Guest>(id));
        Assert.Equal(1, (await StatusAsync()).Waiting);
        Server.Statements.Clear();
        await LetGoAsync(held);
        foreach (var (id, probe) in sessions)
        {
            var page = (await probe.ExpectMsgAsync<Done>()).Result.Steps[0].Rows;
            if (id % 10 == 9) Assert.Equal(0, page.RowCount);
            else Assert.Equal((1, id), (page.RowCount, page.GetValue(0, 0)));
        }
        Assert.Equal([Many], Server.Statements);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task The_same_question_of_many_is_asked_once()
    {
        var held = await HoldAsync();
        var sessions = Enumerable.Range(0, 20).Select(_ => CreateTestProbe()).ToArray();
        foreach (var probe in sessions) Run(probe, Fetch(From<Guest>().Where(g => g.Nights == 3)));
        Server.Statements.Clear();
        await LetGoAsync(held);
        foreach (var probe in sessions) await probe.ExpectMsgAsync<Done>();
        Assert.Single(Server.Statements);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task The_same_question_with_includes_is_asked_once_and_all_hear_its_failure()
    {
        var plan = Fetch(From<Guest>().Include(g => g.Bags));
        Server.Fail(plan.Steps[0].Statement.Sql, "42P01");
        var held = await HoldAsync();
        var sessions = Enumerable.Range(0, 3).Select(_ => CreateTestProbe()).ToArray();
        foreach (var probe in sessions) Run(probe, Fetch(From<Guest>().Include(g => g.Bags)));
        Server.Statements.Clear();
        await LetGoAsync(held);
        foreach (var probe in sessions) Assert.Equal(("42P01", 0), await probe.ExpectMsgAsync<Faulted>() is var f ? (f.Fault.SqlState, f.Step) : default);
        Assert.Equal(3, Server.Statements.Count);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task Distinct_reads_whose_cost_is_known_share_a_round_trip()
    {
        Start("connections.max-size = 1");
        await LearnAsync(Nights(0));
        var held = await HoldAsync(start: false);
        var sessions = Enumerable.Range(0, 40).Select(i => CreateTestProbe()).ToArray();
        foreach (var (i, probe) in sessions.Index()) Run(probe, Nights(i));
        Assert.Equal(40, (await StatusAsync()).Waiting);
        var before = Server.RoundTrips;
        await LetGoAsync(held);
        foreach (var probe in sessions) await probe.ExpectMsgAsync<Done>();
        Assert.Equal(1, Server.RoundTrips - before);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task What_was_never_sent_travels_alone()
    {
        var held = await HoldAsync();
        var session = CreateTestProbe();
        for (var i = 0; i < 5; i++) Run(session, Read($"SELECT {i}"));
        var before = Server.RoundTrips;
        await LetGoAsync(held);
        for (var i = 0; i < 5; i++) await session.ExpectMsgAsync<Done>();
        Assert.Equal(5, Server.RoundTrips - before);
    }

    [Fact]
    public async Task A_read_that_comes_alone_goes_alone_and_at_once()
    {
        Start("connections.max-size = 1");
        var session = CreateTestProbe();
        Run(session, Find<Guest>(7));
        await session.ExpectMsgAsync<Done>();
        Assert.Equal([One], Server.Statements);
    }

    /// <summary>Read-your-writes: a statement that is under way may have seen the state before one's own commit.</summary>
    [Fact]
    public async Task Nobody_joins_what_is_under_way()
    {
        Start("connections.max-size = 1");
        var gate = Server.Hold(One);
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        Run(first, Find<Guest>(7));
        await gate.Entered;
        Run(second, Find<Guest>(7));
        Assert.Equal(1, (await StatusAsync()).Waiting);
        Server.Unhold(One);
        gate.Release();
        await first.ExpectMsgAsync<Done>();
        await second.ExpectMsgAsync<Done>();
        Assert.Equal([One, One], Server.Statements);
    }

    [Fact]
    public async Task Off_each_read_is_a_statement_of_its_own()
    {
        Start("connections { max-size = 1, share-reads = off }");
        var held = await HoldAsync(start: false);
        var session = CreateTestProbe();
        for (var i = 0; i < 5; i++) Run(session, Find<Guest>(i));
        Server.Statements.Clear();
        await LetGoAsync(held);
        for (var i = 0; i < 5; i++) await session.ExpectMsgAsync<Done>();
        Assert.Equal([One, One, One, One, One], Server.Statements);
    }

    // ---- failures

    [Fact]
    public async Task When_a_batch_fails_each_is_run_alone_once_and_only_the_guilty_hears_of_it()
    {
        Start("connections.max-size = 1");
        await LearnAsync(Nights(0));
        await LearnAsync(Named(""));
        var held = await HoldAsync(start: false);
        var (good, bad, fine) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Run(good, Nights(1));
        var guilty = Run(bad, Named("x"));
        Run(fine, Nights(2));
        Server.Fail(Named("").Steps[0].Statement.Sql, "22012");
        Server.Statements.Clear();
        await LetGoAsync(held);
        await good.ExpectMsgAsync<Done>();
        await fine.ExpectMsgAsync<Done>();
        var faulted = await bad.ExpectMsgAsync<Faulted>();
        Assert.Equal((guilty, "22012", 0, false), (faulted.Request, faulted.Fault.SqlState, faulted.Step, faulted.Fault.IsConnectionLost));
        // Together up to the one that fails, then each once.
        Assert.Equal(2 + 3, Server.Statements.Count);
        Assert.Equal(1, Server.Opened);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task When_an_answer_cannot_be_read_only_those_who_asked_for_it_hear_so()
    {
        Start("connections.max-size = 1");
        await LearnAsync(Nights(0));
        await LearnAsync(Named(""));
        var held = await HoldAsync(start: false);
        var (good, bad, fine) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Run(good, Nights(1));
        var guilty = Run(bad, Named("x"));
        Run(fine, Nights(2));
        Server.Garble(Named("").Steps[0].Statement.Sql);
        await LetGoAsync(held);
        await good.ExpectMsgAsync<Done>();
        await fine.ExpectMsgAsync<Done>();
        var faulted = await bad.ExpectMsgAsync<Faulted>();
        Assert.Equal((guilty, ServerFault.Unreadable), (faulted.Request, faulted.Fault.Severity));
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task When_the_answer_for_many_keys_cannot_be_read_each_key_is_read_alone()
    {
        var held = await HoldAsync();
        Server.Garble(Many);
        var sessions = Enumerable.Range(0, 3).Select(_ => CreateTestProbe()).ToArray();
        foreach (var (i, probe) in sessions.Index()) Run(probe, Find<Guest>(i));
        await LetGoAsync(held);
        foreach (var (i, probe) in sessions.Index()) Assert.Equal(i, (await probe.ExpectMsgAsync<Done>()).Result.Steps[0].Rows.GetValue(0, 0));
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task When_a_statement_of_many_keys_fails_each_key_is_read_alone()
    {
        var held = await HoldAsync();
        Server.Fail(Many, "22012");
        var sessions = Enumerable.Range(0, 3).Select(_ => CreateTestProbe()).ToArray();
        foreach (var (i, probe) in sessions.Index()) Run(probe, Find<Guest>(i));
        Server.Statements.Clear();
        await LetGoAsync(held);
        foreach (var (i, probe) in sessions.Index()) Assert.Equal(i, (await probe.ExpectMsgAsync<Done>()).Result.Steps[0].Rows.GetValue(0, 0));
        Assert.Equal([Many, One, One, One], Server.Statements);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task Reads_whose_connection_is_lost_under_them_are_read_again_on_another()
    {
        var held = await HoldAsync();
        var sessions = Enumerable.Range(0, 3).Select(_ => CreateTestProbe()).ToArray();
        foreach (var (i, probe) in sessions.Index()) Run(probe, Find<Guest>(i));
        Server.Connections.Single().IsTerminated = true;
        await LetGoAsync(held);
        foreach (var (i, probe) in sessions.Index()) Assert.Equal(i, (await probe.ExpectMsgAsync<Done>()).Result.Steps[0].Rows.GetValue(0, 0));
        Assert.Equal(2, Server.Opened);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task Reads_that_lose_connection_after_connection_give_up_all_together()
    {
        var held = await HoldAsync();
        Server.Fail(Many, "57P01", lost: true);
        var sessions = Enumerable.Range(0, 3).Select(_ => CreateTestProbe()).ToArray();
        foreach (var (i, probe) in sessions.Index()) Run(probe, Find<Guest>(i));
        await LetGoAsync(held);
        foreach (var probe in sessions) Assert.IsType<ConnectionLostException>((await probe.ExpectMsgAsync<ConnectionRouterProtocol.Rejected>()).Error);
        Server.Heal(Many);
        await AssertHealthyAsync();
    }

    // ---- those who give up

    [Fact]
    public async Task A_session_that_dies_while_it_waits_takes_nothing_from_the_others()
    {
        var held = await HoldAsync();
        var (stays, dies) = (CreateTestProbe(), CreateTestProbe());
        Run(stays, Find<Guest>(1));
        Run(dies, Find<Guest>(2));
        Sys.Stop(dies);
        await LetGoAsync(held);
        Assert.Equal(1, (await stays.ExpectMsgAsync<Done>()).Result.Steps[0].Rows.GetValue(0, 0));
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task Sessions_that_wait_long_and_die_leave_the_line()
    {
        var held = await HoldAsync();
        var dead = Enumerable.Range(0, 5).Select(_ => CreateTestProbe()).ToArray();
        foreach (var (i, probe) in dead.Index()) Run(probe, Find<Guest>(i));
        Assert.Equal(1, (await StatusAsync()).Waiting);
        foreach (var probe in dead) Sys.Stop(probe);
        await UntilAsync(s => s.Waiting == 0);
        await LetGoAsync(held);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task One_that_is_cancelled_while_it_waits_is_not_asked_for()
    {
        var held = await HoldAsync();
        var (stays, leaves) = (CreateTestProbe(), CreateTestProbe());
        Run(stays, Find<Guest>(1));
        var request = Run(leaves, Find<Guest>(2));
        Router.Tell(new ConnectionRouterProtocol.Cancel(request), leaves);
        Assert.Equal(request, (await leaves.ExpectMsgAsync<ConnectionRouterProtocol.Rejected>()).Request);
        Server.Statements.Clear();
        await LetGoAsync(held);
        await stays.ExpectMsgAsync<Done>();
        Assert.Equal([One], Server.Statements);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task One_that_is_cancelled_while_all_run_together_hears_so_at_once_and_the_others_get_theirs()
    {
        var held = await HoldAsync();
        var gate = Server.Hold(Many);
        var (stays, leaves) = (CreateTestProbe(), CreateTestProbe());
        Run(stays, Find<Guest>(1));
        var request = Run(leaves, Find<Guest>(2));
        await LetGoAsync(held);
        await gate.Entered;
        Router.Tell(new ConnectionRouterProtocol.Cancel(request), leaves);
        var faulted = await leaves.ExpectMsgAsync<Faulted>();
        Assert.Equal((request, true), (faulted.Request, faulted.Fault.IsCancelled));
        await stays.ExpectNoMsgAsync(TimeSpan.Zero);
        gate.Release();
        await stays.ExpectMsgAsync<Done>();
        await leaves.ExpectNoMsgAsync(TimeSpan.Zero);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task When_all_are_cancelled_the_statement_is_stopped()
    {
        var held = await HoldAsync();
        var gate = Server.Hold(Many);
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        var (one, other) = (Run(first, Find<Guest>(1)), Run(second, Find<Guest>(2)));
        await LetGoAsync(held);
        await gate.Entered;
        Router.Tell(new ConnectionRouterProtocol.Cancel(one), first);
        Router.Tell(new ConnectionRouterProtocol.Cancel(other), second);
        await first.ExpectMsgAsync<Faulted>();
        await second.ExpectMsgAsync<Faulted>();
        await UntilAsync(s => s.Busy == 0);
        await AssertHealthyAsync();
        Assert.Equal(1, Server.Opened);
    }

    [Fact]
    public async Task When_all_who_asked_are_dead_the_statement_is_stopped()
    {
        var held = await HoldAsync();
        var gate = Server.Hold(Many);
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        Run(first, Find<Guest>(1));
        Run(second, Find<Guest>(2));
        await LetGoAsync(held);
        await gate.Entered;
        Sys.Stop(first);
        Sys.Stop(second);
        await UntilAsync(s => s.Busy == 0);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task One_whose_deadline_passes_while_all_run_together_hears_so_and_the_others_get_theirs()
    {
        var held = await HoldAsync();
        var gate = Server.Hold(Many);
        var (stays, late) = (CreateTestProbe(), CreateTestProbe());
        Run(stays, Find<Guest>(1));
        Run(late, Find<Guest>(2), Context(within: 300));
        await LetGoAsync(held);
        await gate.Entered;
        Assert.IsType<DeadlineExceededException>((await late.ExpectMsgAsync<Faulted>()).Fault.Error);
        gate.Release();
        await stays.ExpectMsgAsync<Done>();
        await AssertHealthyAsync();
    }

    // ---- how many connections

    [Fact]
    public async Task Leases_and_reads_stand_in_one_line_and_a_read_at_its_head_takes_the_other_reads_along()
    {
        var held = await HoldAsync();
        var (reader, holder) = (CreateTestProbe(), CreateTestProbe());
        var gate = Server.Hold(Many);
        Run(reader, Find<Guest>(1), Context() with { Asked = 1 });
        Acquire(holder, Context() with { Asked = 2 });
        Run(reader, Find<Guest>(2), Context() with { Asked = 3 });
        Assert.Equal(2, (await StatusAsync()).Waiting);
        await LetGoAsync(held);
        await gate.Entered;
        gate.Release();
        await reader.ExpectMsgAsync<Done>();
        await reader.ExpectMsgAsync<Done>();
        Release(await GrantedAsync(holder), holder);
        await AssertHealthyAsync();
    }

    /// <summary>Cheap reads may wait beside an idle connection for those that work for their like, but no longer than that is worth.</summary>
    [Fact]
    public async Task A_cheap_read_is_not_held_back_by_others_that_hang()
    {
        Start($"connections.max-size = {Environment.ProcessorCount + 1}");
        var hanging = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => CreateTestProbe()).ToArray();
        var leases = new List<Granted>();
        foreach (var probe in hanging) leases.Add(await LeaseAsync(probe));
        await LearnAsync(Nights(0));
        await LearnAsync(Named(""));
        foreach (var (lease, probe) in leases.Zip(hanging)) Release(lease, probe);
        await UntilAsync(s => s.Idle == Environment.ProcessorCount + 1);
        var gate = Server.Hold(Named("").Steps[0].Statement.Sql);
        foreach (var (i, probe) in hanging.Index()) Run(probe, Named($"{i}"));
        var session = CreateTestProbe();
        Run(session, Nights(1));
        await session.ExpectMsgAsync<Done>();
        // What is not known to be cheap does not wait at all.
        Run(session, Fetch(From<Guest>().Include(g => g.Bags)));
        await session.ExpectMsgAsync<Done>();
        gate.Release();
        foreach (var probe in hanging) await probe.ExpectMsgAsync<Done>();
        await AssertHealthyAsync();
    }

    private static Plan Nights(int nights) => Fetch(From<Guest>().Where(g => g.Nights == nights));

    private static Plan Named(string name) => Fetch(From<Guest>().Where(g => g.Name == name));

    /// <summary>A session has the only connection.</summary>
    private async Task<(Granted Lease, TestProbe Holder)> HoldAsync(bool start = true)
    {
        if (start) Start("connections.max-size = 1");
        var holder = CreateTestProbe();
        return (await LeaseAsync(holder), holder);
    }

    private static Task LetGoAsync((Granted Lease, TestProbe Holder) held)
    {
        Release(held.Lease, held.Holder);
        return Task.CompletedTask;
    }

    /// <summary>What the statement costs is known from now on.</summary>
    private async Task LearnAsync(Plan plan)
    {
        var probe = CreateTestProbe();
        Run(probe, plan);
        await probe.ExpectMsgAsync<Done>();
        await UntilAsync(s => s.Busy == 0);
    }

    // Guests 0 to 8, 10 to 18 and so on; all of them stay the nights that are asked for.
    private static RowPage? Guests(BoundStatement bound)
    {
        if (bound.Statement.Columns.IsEmpty || !bound.Statement.Sql.Contains("\"guest\"", StringComparison.Ordinal)) return null;
        int[] ids = bound.Arguments is [int[] many] ? many : bound.Arguments is [int one] ? [one] : [1];
        return Page(bound.Statement, [.. ids.Where(id => id % 10 != 9).Select(id => new (int, object)[] { (0, id) })]);
    }
}
