using Akka.Actor;
using static AkkaOrm.Query;
using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>A session is an actor: another actor talks to it in plain messages, and a failure is a reply like any other.</summary>
internal sealed class PlainMessages : IStep
{
    public string Title => "a session as plain messages from an actor; a failure as Failed";

    public async Task RunAsync(Guide guide)
    {
        var desk = guide.System.ActorOf(Props.Create(() => new Desk(guide.Orm)), "desk");
        await using var session = guide.Orm.OpenSession();
        var norway = await session.SingleAsync(From<Country>().Where(c => c.Code == "NO"));

        ShowCode("session.Tell(new Commit(orm.Changes.Add(traveler, out var added)) { Tag = (Sender, added) });");
        var booked = await desk.Ask<Desk.Booked>(new Desk.Book(new Traveler { Name = "Bea", DestinationId = norway.Id }), TimeSpan.FromSeconds(30));
        Say($"Bea is booked as number {booked.Traveler.Id}.");
        Expect(booked.Traveler is { Id: > 0, Name: "Bea" }, "the booking came back without a key");

        var going = await desk.Ask<Desk.Going>(new Desk.WhoGoesTo("NO"), TimeSpan.FromSeconds(30));
        Say($"To Norway go {string.Join(" and ", going.Names)}.");
        Expect(going.Names.Contains("Ann") && going.Names.Contains("Bea"), "Ann or Bea is missing");

        var refused = await desk.Ask<Desk.Refused>(new Desk.Book(new Traveler { Name = "Cid", DestinationId = -1 }), TimeSpan.FromSeconds(30));
        Say($"Cid to nowhere: {refused.Why}.");
        Expect(refused.Why == "Cid wants to go to a country that is not there", $"the desk said: {refused.Why}");
        await desk.GracefulStop(TimeSpan.FromSeconds(10));
    }
}
