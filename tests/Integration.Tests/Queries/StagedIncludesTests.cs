using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Testing;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Queries;

/// <summary>One value for a row however many ways lead to it, with what is staged for it.</summary>
public sealed class StagedIncludesTests : IAsyncLifetime
{
    private EphemeralDatabase _database = null!;
    private ActorSystem _system = null!;
    private Orm _orm = null!;

    public async Task InitializeAsync()
    {
        _database = await (await EphemeralPostgres.SharedAsync()).CreateDatabaseAsync("staged_includes");
        _system = ActorSystem.Create("staged-includes");
        _orm = Orm.Start(_system, Model.Create(m => m.Entity<Land>().Entity<Town>()), _database.ConnectionString);
        await _orm.Schema.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        await _orm.DisposeAsync();
        await _system.Terminate();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task All_that_lead_to_a_row_show_what_is_staged_for_it()
    {
        await using var session = _orm.OpenSession();
        var land = new Land { Name = "north" };
        session.Add(land);
        for (var i = 1; i <= 3; i++) session.Add(new Town { Land = land });
        await session.CommitAsync();
        session.Update((await session.FetchAsync(From<Land>()))[0], land => land with { Name = "south" });
        var towns = await session.FetchAsync(From<Town>().Include(t => t.Land).OrderBy(t => t.Id));
        Assert.Equal(["south", "south", "south"], towns.Select(t => t.Land.Value.Name));
        Assert.All(towns, t => Assert.Same(towns[0].Land.Value, t.Land.Value));
    }

    public sealed record Land
    {
        public int Id { get; init; }
        public required string Name { get; init; }
    }

    public sealed record Town
    {
        public int Id { get; init; }
        public ToOne<Land> Land { get; init; }
    }
}
