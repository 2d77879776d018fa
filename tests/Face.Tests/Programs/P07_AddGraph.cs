using AkkaOrm;
using Programs.Models;
namespace Programs;

static class P07_AddGraph
{
    static async Task<Order> Main(Session session, Traveler buyer)
    {
        var order = session.Add(new Order
        {
            Id = new(Guid.CreateVersion7()),
            Total = new Money(30, "EUR"),
            Buyer = buyer,
            Lines = [new OrderLine { Number = 1, Article = "map" }, new OrderLine { Number = 2, Article = "tent" }],
        });
        Console.WriteLine(await session.ExplainAsync());          // the plan, before anything is sent
        var committed = await session.CommitAsync();
        return committed.Of(order);                               // with its lines, their keys and versions
    }

    static async Task Many(Session session, IReadOnlyList<Country> countries)
    {
        var added = session.AddRange(countries);
        var committed = await session.CommitAsync();
        Dictionary<string, int> ids = committed.All<Country>().ToDictionary(c => c.Code, c => c.Id);
        List<Country> same = [.. added.Select(committed.Of)];
    }
}
