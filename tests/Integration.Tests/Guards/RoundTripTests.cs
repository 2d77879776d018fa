using AkkaOrm;
using AkkaOrm.Testing;
using Integration.Tests.Sessions;
using static AkkaOrm.Query;

namespace Integration.Tests.Guards;

/// <summary>
/// How often each operation waits for the network, and what it sends, once its statements are prepared. Pinned exactly: who
/// changes a number says why.
/// </summary>
[Collection(GuardCollection.Name)]
public sealed class RoundTripTests(GuardFixture fixture)
{
    [Fact]
    public Task Find_by_key() => Pinned("1 round trips, 1 statements", s => s.FindAsync<Traveler>(7));

    [Fact]
    public Task Fetch() => Pinned("1 round trips, 1 statements", s => s.FetchAsync(From<Traveler>().Where(t => t.Age == 30)));

    [Fact]
    public Task Fetch_with_one_level_of_includes() => Pinned("2 round trips, 4 statements", s => s.FetchAsync(From<Traveler>().Where(t => t.Age == 30).Include(t => t.Trips)));

    [Fact]
    public Task Fetch_with_two_levels_of_includes() => Pinned("3 round trips, 5 statements", s => s.FetchAsync(From<Country>().Include(c => c.Travelers, t => t.Where(x => x.Age == 30).Include(x => x.Trips))));

    [Fact]
    public Task Fetch_with_two_includes_side_by_side() => Pinned("2 round trips, 4 statements", s => s.FetchAsync(From<Traveler>().Where(t => t.Age == 30).Include(t => t.Trips).Include(t => t.Destination)));

    [Fact]
    public async Task Load_a_set()
    {
        await using var session = fixture.Orm.OpenSession();
        var travelers = await session.FetchAsync(From<Traveler>().Where(t => t.Age == 30));
        await Pinned("1 round trips, 1 statements", s => s.LoadAsync(travelers, t => t.Trips));
    }

    [Fact]
    public Task Unit_of_one_insert() => Pinned("1 round trips, 3 statements", async s =>
    {
        s.Add(new Node { Name = "new" });
        await s.CommitAsync();
    });

    [Fact]
    public Task Unit_of_one_update() => Pinned("1 round trips, 3 statements", async (s, i) =>
    {
        s.Update((await TravelersAsync(s, 1))[0], t => t with { Name = $"changed {i}" });
        return await CommitAsync(s);
    });

    [Fact]
    public Task Unit_of_one_delete() => Pinned("1 round trips, 3 statements", async (s, _) =>
    {
        s.Delete((await AddedAsync(s, 1))[0]);
        return await CommitAsync(s);
    });

    [Theory]
    [InlineData(10, "1 round trips, 6 statements")]
    [InlineData(100, "1 round trips, 6 statements")]
    public Task Unit_of_mixed_writes_of_one_type(int writes, string expected) => Pinned(expected, async (s, i) =>
    {
        var gone = await AddedAsync(s, writes / 5);
        var changed = await TravelersAsync(s, writes * 2 / 5);
        for (var n = 0; n < writes * 2 / 5; n++) s.Add(new Traveler { Name = "new", Age = 300 + n });
        foreach (var t in changed) s.Update(t, x => x with { Name = $"changed {i}" });
        foreach (var t in gone) s.Delete(t);
        return await CommitAsync(s);
    });

    [Fact]
    public Task Graph_of_ten_travelers_and_twenty_trips() => Pinned("2 round trips, 4 statements", async s =>
    {
        s.AddRange(Enumerable.Range(0, 10).Select(i => new Traveler { Name = "new", Age = 300 + i, Trips = [new Trip(0, new(2026, 1, 1), 0), new Trip(0, new(2026, 1, 2), 0)] }));
        await s.CommitAsync();
    });

    [Fact]
    public Task Run_with_two_reads_and_a_write() => Pinned("3 round trips, 5 statements", s => s.RunAsync(async unit =>
    {
        await unit.FindAsync<Traveler>(7);
        await unit.FindAsync<Country>(1);
        unit.Add(new Node { Name = "new" });
    }));

    [Theory]
    [InlineData(1000, 256, "6 round trips, 7 statements")]
    [InlineData(1000, 1000, "4 round trips, 5 statements")]
    public Task Stream(int rows, int pageSize, string expected) => Pinned(expected, async s =>
    {
        var count = 0;
        await foreach (var _ in s.Stream(From<Traveler>().Where(t => t.Id <= rows), pageSize)) count++;
        Assert.Equal(rows, count);
    });

    [Fact]
    public async Task A_session_that_is_opened_and_closed_without_work_connects_to_nothing()
    {
        await using var proxy = PostgresProxy.Start(fixture.ConnectionString);
        await using var orm = fixture.Start(proxy.ConnectionString);
        for (var i = 0; i < 100; i++)
        {
            await using var session = orm.OpenSession();
            session.Add(new Country { Code = "xx" });
            await session.RollbackAsync();
        }
        Assert.Equal(new ProxyCounts(), proxy.Counts);
    }

    [Fact]
    public async Task Sessions_that_are_idle_hold_no_connection_and_send_nothing()
    {
        List<Session> sessions = [.. Enumerable.Range(0, 100).Select(_ => fixture.Orm.OpenSession())];
        foreach (var session in sessions) await session.FindAsync<Traveler>(7);
        Assert.Single(fixture.Proxy.Connections);
        var before = fixture.Proxy.Counts;
        foreach (var session in sessions)
        {
            session.Add(new Country { Code = "xx" });
            await session.ExplainAsync();
        }
        foreach (var session in sessions) await session.CloseAsync();
        Assert.Equal(new ProxyCounts(), fixture.Proxy.Counts - before);
    }

    private Task Pinned(string expected, Func<Session, Task> work) => Pinned(expected, async (session, _) =>
    {
        var before = fixture.Proxy.Counts;
        await work(session);
        return fixture.Proxy.Counts - before;
    });

    // Prepared after the second time; the fourth is looked at.
    private async Task Pinned(string expected, Func<Session, int, Task<ProxyCounts>> work)
    {
        ProxyCounts counts = new();
        for (var i = 0; i < 4; i++)
        {
            await using var session = fixture.Orm.OpenSession();
            counts = await work(session, i);
        }
        Assert.Equal(expected, $"{counts.RoundTrips} round trips, {counts.Statements} statements{(counts.Parse > 0 ? $", {counts.Parse} parsed" : "")}");
        Assert.Equal(0, counts.Connections);
    }

    private async Task<ProxyCounts> CommitAsync(Session session)
    {
        var before = fixture.Proxy.Counts;
        await session.CommitAsync();
        return fixture.Proxy.Counts - before;
    }

    private static Task<IReadOnlyList<Traveler>> TravelersAsync(Session session, int count) => session.FetchAsync(From<Traveler>().Where(t => t.Id <= count));

    private static async Task<IReadOnlyList<Traveler>> AddedAsync(Session session, int count)
    {
        var added = session.AddRange(Enumerable.Range(0, count).Select(i => new Traveler { Name = "gone", Age = 400 + i }));
        var committed = await session.CommitAsync();
        return [.. added.Select(a => committed.Of(a))];
    }
}
