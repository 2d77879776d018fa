using AkkaOrm;
using Docs.GettingStarted;
using static AkkaOrm.Query;

namespace Docs.Queries;

internal static class Pages
{
    internal static async Task Build(Session session, string prefix)
    {
        #region build
        string[] codes = ["NO", "SE"];
        var query = From<Traveler>()
            .Where(t => t.Name.StartsWith(prefix))                            // wildcards in prefix are escaped
            .Where(t => codes.Contains(t.Destination.Value.Code))             // through a to-one; a list is one parameter
            .OrderBy(t => t.Name).ThenByDescending(t => t.CreatedAt)
            .Skip(20).Take(10);
        IReadOnlyList<Traveler> page = await session.FetchAsync(query);
        #endregion
    }

    internal static async Task Answers(Session session, Query<Traveler> query)
    {
        #region answers
        IReadOnlyList<Traveler> all = await session.FetchAsync(query);
        Traveler one = await session.SingleAsync(query);                      // none or two: an error
        Traveler? atMostOne = await session.SingleOrDefaultAsync(query);
        Traveler? first = await session.FirstOrDefaultAsync(query.OrderBy(t => t.Name));
        int count = await session.CountAsync(query);
        bool any = await session.AnyAsync(query);
        #endregion
    }

    internal static async Task Includes(Session session)
    {
        #region include
        var countries = await session.FetchAsync(From<Country>()
            .Include(c => c.Travelers, travelers => travelers.Where(t => t.Nickname != null).OrderBy(t => t.Name)));
        #endregion
    }

    #region select
    public sealed record Line(string Name, string? To);

    public static Task<IReadOnlyList<Line>> Lines(Session session) =>
        session.FetchAsync(From<Traveler>().Select(t => new Line(t.Name, t.Destination.Value.Name)));      // null where there is none
    #endregion

    #region compiled
    static readonly Func<string, int, Query<Traveler>> Named = Compile((string name, int rows) =>
        From<Traveler>().Where(t => t.Name == name).OrderBy(t => t.Id).Take(rows).Include(t => t.Destination));

    internal static Task<IReadOnlyList<Traveler>> Anns(Session session) => session.FetchAsync(Named("Ann", 10));
    #endregion

    internal static async Task Text(Session session, string name)
    {
        #region text
        var found = await session.FetchAsync(FromSql<Traveler>($"select * from {Travel.Model.Table<Traveler>()} where lower(name) = lower({name})"));
        var version = await session.SingleAsync(FromSql<string>($"select version()"));
        int changed = await session.ExecuteAsync($"update traveler set nickname = null where name = {name}");
        #endregion
    }

    internal static async Task Stream(Session session, CancellationToken ct)
    {
        #region stream
        await foreach (var t in session.Stream(From<Traveler>().OrderBy(t => t.Id), pageSize: 500).WithCancellation(ct))
            Console.WriteLine(t.Name);
        #endregion
    }
}
