using AkkaOrm;
using Programs.Models;
using static AkkaOrm.Query;
namespace Programs;

static class P06_RawSql
{
    static async Task Main(Session session, Model model, string name, int? age)
    {
        var entities = await session.FetchAsync(FromSql<Traveler>($"select * from {model.Table<Traveler>()} where age > {age}").Include(x => x.Visits));
        SqlText filter = $"name ilike {name}";                                  // a part, spliced with its parameters
        var more = await session.FetchAsync(From<Traveler>().Where($"{filter} and age > {age}").OrderBy(x => x.Id));
        var rows = await session.FetchAsync(FromSql<TravelerRow>($"select id, name, null as destination, 0 as visits from traveler where age > {age}"));
        var version = await session.SingleAsync(FromSql<string>($"select version()"));
        int changed = await session.ExecuteAsync($"update traveler set age = age + 1 where name = {name}");
    }
}
