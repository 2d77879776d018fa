using Akka.Streams;
using Akka.Streams.Dsl;
using AkkaOrm;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Sessions;

/// <summary>Rows as they are asked for: S17 of the behaviours.</summary>
public sealed class StreamTests(OrmFixture fixture) : IClassFixture<OrmFixture>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        await using var session = fixture.Orm.OpenSession();
        if (await session.AnyAsync(From<Traveler>())) return;
        var country = session.Add(new Country { Code = "ST" });
        session.AddRange(Enumerable.Range(0, 1000).Select(i => new Traveler { Name = $"s{i:0000}", Destination = country.Key, Trips = [new Trip(0, new(2026, 1, 1), 0)] }));
        await session.CommitAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>S17</summary>
    [Fact]
    public async Task Pages_come_with_their_includes_in_order()
    {
        await using var session = fixture.Orm.OpenSession();
        using var sent = new StatementRecorder();
        var names = new List<string>();
        await foreach (var t in session.Stream(From<Traveler>().OrderBy(x => x.Name).Include(x => x.Destination).Include(x => x.Trips), pageSize: 300))
        {
            Assert.Equal("ST", t.Destination.Value.Code);
            Assert.Single(t.Trips);
            names.Add(t.Name);
        }
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"s{i:0000}"), names);
        Assert.Equal(4, sent.All.Count(s => s.StartsWith("FETCH", StringComparison.Ordinal)));
    }

    /// <summary>S17</summary>
    [Fact]
    public async Task Stopping_half_way_closes_the_cursor_and_frees_the_connection()
    {
        await using var orm = Orm.Start(fixture.System, Travel.Model, new OrmOptions { ConnectionString = fixture.ConnectionString, MaxConnections = 1 });
        await using var session = orm.OpenSession();
        var first = await session.Stream(From<Traveler>().OrderBy(x => x.Name), pageSize: 10).Where(t => t.Age >= 0).Select(t => t.Name).Take(3).ToListAsync();
        Assert.Equal(["s0000", "s0001", "s0002"], first);
        Assert.Equal(1000, await session.CountAsync(From<Traveler>()));
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var _ in session.Stream(From<Traveler>(), pageSize: 10)) throw new InvalidOperationException("mine");
        });
        Assert.Equal(1000, await session.CountAsync(From<Traveler>()));
    }

    [Fact]
    public async Task A_source_runs_through_Akka_Streams()
    {
        await using var session = fixture.Orm.OpenSession();
        var sum = await session.Source(From<Traveler>().OrderBy(x => x.Id), pageSize: 128).Grouped(100).SelectAsync(4, group => Task.FromResult(group.Count())).RunSum((a, b) => a + b, fixture.System.Materializer());
        Assert.Equal(1000, sum);
    }

    [Fact]
    public async Task A_stream_that_fails_says_why_and_the_session_lives_on()
    {
        await using var session = fixture.Orm.OpenSession();
        var error = await Assert.ThrowsAsync<DatabaseException>(async () =>
        {
            await foreach (var _ in session.Stream(FromSql<int>($"select 1 / (id - id) from traveler"))) { }
        });
        Assert.Equal("22012", error.SqlState);
        Assert.Equal(1000, await session.CountAsync(From<Traveler>()));
    }
}
