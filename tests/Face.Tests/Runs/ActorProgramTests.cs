using Akka.Actor;
using Programs;
using Programs.Models;
using Xunit;

namespace AkkaOrm.Face;

/// <summary>P16, P17, P18: actors that work with sessions.</summary>
public sealed class ActorProgramTests : ShopDatabase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task P16_The_concierge_answers_books_and_refuses()
    {
        await AddTravelersAsync();
        await Session.ExecuteAsync($"create unique index traveler_name_key on traveler (name)");
        var concierge = System.ActorOf(Props.Create(() => new Concierge(Orm)));
        var found = await concierge.Ask<Concierge.Travelers>(new Concierge.WhoGoesTo("NO"), Patience);
        Assert.Equal(("NO", "Sebastiaan"), (found.Code, Assert.Single(found.Found).Name));
        var booked = await concierge.Ask<Concierge.Booked>(new Concierge.Book(new Traveler { Name = "Bob" }), Patience);
        Assert.Equal(("Bob", true), (booked.Traveler.Name, booked.Traveler.Id > 0));
        var refused = await concierge.Ask<Concierge.Refused>(new Concierge.Book(new Traveler { Name = "Bob" }), Patience);
        Assert.Equal("Bob is booked already", refused.Why);
    }

    [Fact]
    public async Task P17_The_guide_answers_by_the_typed_client()
    {
        await AddTravelersAsync();
        var guide = System.ActorOf(Props.Create(() => new Guide(Orm)));
        var found = await guide.Ask<IReadOnlyList<Traveler>>(new Guide.WhoGoesTo("SE"), Patience);
        Assert.Equal("Sofie", Assert.Single(found).Name);
    }

    [Fact]
    public async Task P18_An_actor_that_owns_its_row_pays_once_for_each_message()
    {
        await AddTravelersAsync();
        var order = await AddOrderAsync();
        var actor = System.ActorOf(Props.Create(() => new OrderActor(Orm, order.Id)));
        var paid = await actor.Ask<Order>(new OrderActor.Pay(), Patience);
        Assert.Equal(OrderState.Paid, paid.State);
        Assert.Equal(OrderState.Paid, await FreshAsync(async s => (await s.GetAsync<Order>(order.Id)).State));
    }
}
