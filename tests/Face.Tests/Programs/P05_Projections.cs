using AkkaOrm;
using Programs.Models;
using static AkkaOrm.Query;
namespace Programs;

sealed record TravelerRow(int Id, string Name, string? Destination, int Visits);

static class P05_Projections
{
    static async Task Main(Session session, CancellationToken ct)
    {
        IReadOnlyList<TravelerRow> page = await session.FetchAsync(From<Traveler>()
            .OrderBy(x => x.Name).Skip(20).Take(20)
            .Select(x => new TravelerRow(x.Id, x.Name, x.Destination.Value.Name, Visits: x.Visits.Count)), ct);

        var oldest = await session.FetchAsync(From<Country>().Select(c => new { c.Name, Oldest = c.Travelers.OrderByDescending(t => t.Age).Select(t => t.Name).FirstOrDefault() }), ct);
    }

    // keyset paging: the rows after this one, in the query's own order
    static async IAsyncEnumerable<IReadOnlyList<Traveler>> Pages(Session session)
    {
        var query = From<Traveler>().OrderBy(x => x.Name).ThenBy(x => x.Id);
        for (var page = await session.FetchAsync(query.Take(50)); page.Count > 0; page = await session.FetchAsync(query.After(page[^1]).Take(50)))
            yield return page;
    }
}
