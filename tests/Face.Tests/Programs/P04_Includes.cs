using AkkaOrm;
using Programs.Models;
using static AkkaOrm.Query;
namespace Programs;

static class P04_Includes
{
    static Query<Visit> Latest(Query<Visit> visits) => visits.OrderByDescending(v => v.On).Take(3);       // a shape has a name and a test

    static readonly Query<Country> Countries = From<Country>()
        .Include(c => c.Region)
        .Include(c => c.Travelers, traveler => traveler
            .Where(t => t.Age >= 18)
            .OrderBy(t => t.Name)
            .Include(t => t.Visits, Latest))
        .OrderBy(c => c.Name);

    static readonly Query<Traveler> Hops = From<Traveler>().Include(t => t.Destination.Value.Region);      // loads both
    static readonly Query<Visit> Keys = From<Visit>().Include(v => v.Country, LoadStrategy.Keys);

    static async Task Main(Session session)
    {
        foreach (var country in await session.FetchAsync(Countries))
            foreach (var traveler in country.Travelers)
                Console.WriteLine($"{country.Name} ({country.Region.Value.Name}): {traveler.Name}, last in {traveler.Visits.FirstOrDefault()?.On}");
    }
}
