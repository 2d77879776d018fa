using Akka.Actor;
using AkkaOrm;
using static AkkaOrm.Query;
using static AkkaOrm.SessionProtocol;

namespace Travelers.Steps;

/// <summary>Books travelers. Its session ends with it; the tag of a command brings back for whom the answer is.</summary>
internal sealed class Desk : ReceiveActor
{
    public sealed record Book(Traveler Traveler);
    public sealed record Booked(Traveler Traveler);
    public sealed record Refused(string Why);
    public sealed record WhoGoesTo(string Code);
    public sealed record Going(IReadOnlyList<string> Names);

    public Desk(Orm orm)
    {
        var session = orm.OpenSession(owner: Self).Ref;
        Receive<Book>(book => session.Tell(new Commit(orm.Changes.Add(book.Traveler, out var added)) { Tag = (Sender, added) }));
        Receive<Committed>(done =>
        {
            if (done.Tag is (IActorRef client, Added<Traveler> added)) client.Tell(new Booked(done.Of(added)));
        });
        Receive<WhoGoesTo>(ask => session.Tell(new Fetch(From<Traveler>().Where(t => t.Destination.Value.Code == ask.Code).OrderBy(t => t.Name)) { Tag = Sender }));
        Receive<Fetched<Traveler>>(found => ((IActorRef)found.Tag!).Tell(new Going([.. found.Rows.Select(t => t.Name)])));
        Receive<Failed>(failed =>
        {
            if (failed is { Error: ConstraintViolationException { Kind: ConstraintKind.ForeignKey }, Tag: (IActorRef client, Added<Traveler> { Value.Name: var name }) })
                client.Tell(new Refused($"{name} wants to go to a country that is not there"));
            else if (failed.Tag is (IActorRef asker, _))
                asker.Tell(new Status.Failure(failed.Error));
            else if (failed.Tag is IActorRef other)
                other.Tell(new Status.Failure(failed.Error));
        });
    }
}
