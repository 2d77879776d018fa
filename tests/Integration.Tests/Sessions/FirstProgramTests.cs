using AkkaOrm;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Sessions;

/// <summary>The first program of the face, step by step.</summary>
public sealed class FirstProgramTests(OrmFixture fixture) : IClassFixture<OrmFixture>
{
    [Fact]
    public async Task A_new_traveler_is_stored_loaded_and_changed()
    {
        await using var session = fixture.Orm.OpenSession();
        var norway = session.Add(new Country { Code = "NO" });
        var ann = session.Add(new Traveler { Name = "Ann", Destination = norway.Key });
        var t = (await session.CommitAsync()).Of(ann);
        Assert.True(t.Id > 0);
        Assert.InRange(t.CreatedAt, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));

        t = await session.LoadAsync(t, x => x.Destination);
        Assert.Equal("NO", t.Destination.Value.Code);

        session.Update(t, x => x with { Name = "Anna", Trips = x.Trips.Add(new Trip(0, new(2026, 12, 24), x.Id)) });
        await session.CommitAsync();

        var read = await session.SingleAsync(From<Traveler>().Where(x => x.Name == "Anna").Include(x => x.Trips).Include(x => x.Destination));
        Assert.Equal(new DateOnly(2026, 12, 24), Assert.Single(read.Trips).On);
        Assert.Equal("NO", read.Destination.Value.Code);
        Assert.Equal(read.Id, read.Trips[0].Traveler.Value.Id);
    }
}
