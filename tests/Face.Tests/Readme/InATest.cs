using Readme.Actors;
using Readme.First;

namespace Readme.Tests;
#region readme-in-a-test
using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Testing;
using Xunit;
using static AkkaOrm.SessionProtocol;

public sealed class DeskTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public async Task A_booking_is_committed_and_told()
    {
        var session = CreateTestProbe();                                  // in the place of the session: no database
        var desk = Sys.ActorOf(Props.Create(() => new Desk(TestOrm.Over(Travel.Model, session))));
        desk.Tell(new Desk.Book(new Traveler { Name = "Ann" }), TestActor);

        var commit = await session.ExpectMsgAsync<Commit>();
        var ann = Assert.Single(commit.Changes!.Added<Traveler>());
        session.Reply(Committed.For(commit, ann with { Id = 7 }));

        await ExpectMsgAsync(ann with { Id = 7 });
    }
}
#endregion
