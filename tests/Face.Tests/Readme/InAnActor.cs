using Readme.First;

namespace Readme.Actors;
#region readme-in-an-actor
using Akka.Actor;
using AkkaOrm;
using static AkkaOrm.SessionProtocol;

public sealed class Desk : ReceiveActor
{
    public sealed record Book(Traveler Traveler);

    public Desk(Orm orm)
    {
        var session = orm.OpenSession(owner: Self).Ref;                   // ends with this actor
        Receive<Book>(book => session.Tell(new Commit(orm.Changes.Add(book.Traveler, out var added)) { Tag = (Sender, added) }));
        Receive<Committed>(done =>
        {
            if (done.Tag is (IActorRef client, Added<Traveler> added)) client.Tell(done.Of(added));
        });
        Receive<Failed>(failed =>                                         // a failure is a reply like any other
        {
            if (failed.Tag is (IActorRef client, _)) client.Tell(new Status.Failure(failed.Error));
        });
    }
}
#endregion
