using Akka.Actor;
using Xunit;
using static AkkaOrm.SessionProtocol;

namespace AkkaOrm.Testing;

/// <summary>One's own actor with a probe in the place of the session.</summary>
public sealed class TestOrmTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public async Task A_probe_plays_every_session()
    {
        var session = CreateTestProbe();
        var orm = TestOrm.Over(Travel.Model, session);
        Assert.Equal(session.Ref, orm.OpenSession(owner: TestActor).Ref);
        var fetch = orm.OpenSession().GetAsync<Traveler>(1);
        await session.ExpectMsgAsync<Find<Traveler>>();
        session.Reply(new Found<Traveler>(new Traveler { Id = 1, Name = "Ann" }));
        Assert.Equal("Ann", (await fetch).Name);
    }

    [Fact]
    public async Task A_commit_is_answered_with_the_rows_as_stored()
    {
        var session = CreateTestProbe();
        var orm = TestOrm.Over(Travel.Model, session);
        orm.OpenSession(owner: TestActor).Ref.Tell(new Commit(orm.Changes.Add(new Traveler { Name = "Ann" }, out var added)), TestActor);
        var commit = await session.ExpectMsgAsync<Commit>();
        session.Reply(Committed.For(commit, added.Value with { Id = 7 }));
        Assert.Equal(7, (await ExpectMsgAsync<Committed>()).Of(added).Id);
    }
}
