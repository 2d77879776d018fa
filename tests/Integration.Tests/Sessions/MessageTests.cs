using Akka.Actor;
using Akka.TestKit.Xunit2;
using AkkaOrm;
using Xunit;
using static AkkaOrm.Query;
using static AkkaOrm.SessionProtocol;

namespace Integration.Tests.Sessions;

/// <summary>A session as plain messages.</summary>
public sealed class MessageTests : TestKit, IClassFixture<OrmFixture>
{
    private readonly Orm _orm;
    private readonly IActorRef _session;

    public MessageTests(OrmFixture fixture) : base("akka.loglevel = WARNING")
    {
        _orm = Orm.Start(Sys, Travel.Model, fixture.ConnectionString);
        _session = _orm.OpenSession(owner: TestActor).Ref;
    }

    private async Task<T> Next<T>(int tag) where T : Reply
    {
        var reply = await ExpectMsgAsync<T>();
        Assert.Equal(tag, reply.Tag);
        return reply;
    }

    [Fact]
    public async Task Every_command_is_answered_in_order_and_its_tag_comes_back()
    {
        _session.Tell(new Find<Traveler>(-1) { Tag = 1 }, TestActor);
        _session.Tell(new Fetch(From<Traveler>().Where(t => t.Id < 0)) { Tag = 2 }, TestActor);
        _session.Tell(new Begin { Tag = 3 }, TestActor);
        _session.Tell(new SetSavepoint("here") { Tag = 4 }, TestActor);
        _session.Tell(new Execute($"update traveler set age = age where id = {-1}") { Tag = 5 }, TestActor);
        _session.Tell(new RollbackTo("here") { Tag = 6 }, TestActor);
        _session.Tell(new ReleaseSavepoint("here") { Tag = 7 }, TestActor);
        _session.Tell(new Rollback { Tag = 8 }, TestActor);
        _session.Tell(new Explain(From<Traveler>()) { Tag = 9 }, TestActor);
        Assert.Null((await Next<Found<Traveler>>(1)).Entity);
        Assert.Equal(0, (await Next<Fetched<Traveler>>(2)).Count);
        await Next<Begun>(3);
        await Next<SavepointSet>(4);
        Assert.Equal(0, (await Next<Executed>(5)).Rows);
        await Next<RolledBackTo>(6);
        await Next<SavepointReleased>(7);
        await Next<RolledBack>(8);
        Assert.Single((await Next<Explained>(9)).Plan.Statements);
    }

    [Fact]
    public async Task A_commit_that_fails_leaves_none_of_its_changes_staged_and_the_next_one_works()
    {
        _session.Tell(new Commit(_orm.Changes.Add(new Country { Code = "M1" }, out var added)) { Tag = added }, TestActor);
        var stored = (await ExpectMsgAsync<Committed>()).Of(added);
        Assert.True(stored.Id > 0);
        _session.Tell(new Commit(_orm.Changes.Add(new Country { Code = "M1" })) { Tag = "again" }, TestActor);
        var failed = await ExpectMsgAsync<Failed>();
        Assert.Equal("again", failed.Tag);
        Assert.Equal(ConstraintKind.Unique, Assert.IsType<ConstraintViolationException>(failed.Error).Kind);
        _session.Tell(new Commit(_orm.Changes.Add(new Country { Code = "M2" })), TestActor);
        Assert.Equal(1, (await ExpectMsgAsync<Committed>()).RowsAffected);
    }

    [Fact]
    public async Task An_unknown_message_is_answered_as_failed_and_the_session_lives_on()
    {
        _session.Tell("what?", TestActor);
        Assert.IsType<StatementException>((await ExpectMsgAsync<Failed>()).Error);
        _session.Tell(new Find<Traveler>(-1), TestActor);
        await ExpectMsgAsync<Found<Traveler>>();
    }

    /// <summary>S12</summary>
    [Fact]
    public async Task A_session_ends_with_its_owner_and_its_unit_is_rolled_back()
    {
        var owner = CreateTestProbe();
        var session = _orm.OpenSession(owner: owner).Ref;
        session.Tell(new Commit(), TestActor);
        await ExpectMsgAsync<Committed>();
        session.Tell(new Begin(), TestActor);
        await ExpectMsgAsync<Begun>();
        session.Tell(new Stage(_orm.Changes.Add(new Traveler { Name = "owner" })), TestActor);
        Assert.Equal(1, (await ExpectMsgAsync<Staged>()).Count);
        session.Tell(new Flush(), TestActor);
        await ExpectMsgAsync<Flushed>();

        await WatchAsync(session);
        Sys.Stop(owner);
        await ExpectTerminatedAsync(session);
        session.Tell(new Find<Traveler>(1) { Tag = "late" }, TestActor);
        var late = await ExpectMsgAsync<Failed>();
        Assert.Equal("late", late.Tag);
        Assert.IsType<SessionClosedException>(late.Error);

        await using var other = _orm.OpenSession();
        await AwaitAssertAsync(async () => Assert.Equal(0, await other.SingleAsync(FromSql<int>($"select count(*)::int from pg_stat_activity where datname = current_database() and state = 'idle in transaction'"))));
        Assert.False(await other.AnyAsync(From<Traveler>().Where(t => t.Name == "owner")));
    }

    [Fact]
    public async Task A_stream_is_pages_on_demand()
    {
        _session.Tell(new Commit(_orm.Changes.AddRange(Enumerable.Range(0, 7).Select(i => new Node { Name = $"p{i}" }))), TestActor);
        await ExpectMsgAsync<Committed>();
        _session.Tell(new OpenStream(From<Node>().Where(n => n.Name.StartsWith("p")).OrderBy(n => n.Name), PageSize: 3), TestActor);
        var first = await ExpectMsgAsync<Page<Node>>();
        Assert.Equal(["p0", "p1", "p2"], first.Rows.Select(n => n.Name));
        Assert.False(first.IsLast);
        _session.Tell(new NextPage(), TestActor);
        Assert.Equal(3, (await ExpectMsgAsync<Page<Node>>()).Rows.Count);
        _session.Tell(new NextPage(), TestActor);
        var last = await ExpectMsgAsync<Page<Node>>();
        Assert.True(last is { IsLast: true, Rows.Count: 1 });
        _session.Tell(new CloseStream(), TestActor);
        await ExpectMsgAsync<StreamClosed>();
        _session.Tell(new NextPage(), TestActor);
        Assert.IsType<StatementException>((await ExpectMsgAsync<Failed>()).Error);
    }

    [Fact]
    public async Task Detach_forgets_a_row_and_what_is_staged_for_it()
    {
        _session.Tell(new Commit(_orm.Changes.Add(new Traveler { Name = "detach", Age = 1 }, out var added)), TestActor);
        var stored = (await ExpectMsgAsync<Committed>()).Of(added);
        _session.Tell(new Stage(_orm.Changes.Update(stored, stored with { Age = 2 })), TestActor);
        await ExpectMsgAsync<Staged>();
        _session.Tell(new Detach(stored), TestActor);
        await ExpectMsgAsync<Detached>();
        _session.Tell(new Commit(), TestActor);
        Assert.Equal(0, (await ExpectMsgAsync<Committed>()).RowsAffected);
        _session.Tell(new Commit(_orm.Changes.Update(stored, stored with { Age = 3 })), TestActor);
        Assert.IsType<NotTrackedException>((await ExpectMsgAsync<Failed>()).Error);
    }

    [Fact]
    public async Task Close_answers_and_ends()
    {
        var session = _orm.OpenSession(owner: CreateTestProbe()).Ref;
        await WatchAsync(session);
        session.Tell(new Close { Tag = 1 }, TestActor);
        await Next<Closed>(1);
        await ExpectTerminatedAsync(session);
        session.Tell(new Close { Tag = 2 }, TestActor);
        await Next<Closed>(2);
    }

    [Fact]
    public void Messages_print_neither_keys_nor_values()
    {
        Assert.Equal("Find Traveler", new Find<Traveler>("secret").ToString());
        Assert.Equal("Found Traveler", new Found<Traveler>(new Traveler { Name = "secret" }).ToString());
        Assert.Equal("Commit", new Commit(_orm.Changes.Add(new Traveler { Name = "secret" })).ToString());
    }
}
