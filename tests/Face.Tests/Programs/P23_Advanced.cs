using AkkaOrm;
using Programs.Models;
using static AkkaOrm.Query;
namespace Programs;

static class P23_Advanced
{
    // prepared once: no translation at the call
    static readonly Func<string, Query<Traveler>> ByName = Compile((string name) => From<Traveler>().Where(x => x.Name == name).Include(x => x.Destination));

    static async Task Main(Session session)
    {
        var ann = await session.SingleOrDefaultAsync(ByName("Ann"));
        var diary = await session.FetchAsync(From<Traveler>().Where(t => t.Diary.Value != null).Select(t => new { t.Name, Text = t.Diary.Value }));
    }

    // reusable parts are ordinary functions on queries
    static Query<Traveler> Adults(this Query<Traveler> q) => q.Where(t => t.Age >= 18);
    static Query<T> Page<T>(this OrderedQuery<T> q, int number, int size) => q.Skip(number * size).Take(size);
    static Task<IReadOnlyList<Traveler>> FirstAdults(Session session) => session.FetchAsync(From<Traveler>().Adults().OrderBy(t => t.Name).Page(0, 20));
}
