using Akka.Actor;
using AkkaOrm;
using Docs.GettingStarted;
using static AkkaOrm.Query;
using static AkkaOrm.SessionProtocol;

namespace Docs.SessionsAndActors;

#region messages
public sealed class Concierge : ReceiveActor
{
    public sealed record WhoGoesTo(string Code);

    public Concierge(Orm orm)
    {
        var session = orm.OpenSession(owner: Self).Ref;
        Receive<WhoGoesTo>(ask => session.Tell(new Fetch(From<Traveler>().Where(t => t.Destination.Value.Code == ask.Code)) { Tag = Sender }));
        Receive<Fetched<Traveler>>(found => ((IActorRef)found.Tag!).Tell(found.Rows));
        Receive<Failed>(failed => ((IActorRef)failed.Tag!).Tell(new Status.Failure(failed.Error)));
    }
}
#endregion

#region typed
public sealed class Guide : ReceiveActor
{
    public sealed record WhoGoesTo(string Code);

    public Guide(Orm orm)
    {
        var session = orm.OpenSession(owner: Self);
        Receive<WhoGoesTo>(ask => session
            .FetchAsync(From<Traveler>().Where(t => t.Destination.Value.Code == ask.Code))
            .PipeTo(Sender, Self));
    }
}
#endregion
