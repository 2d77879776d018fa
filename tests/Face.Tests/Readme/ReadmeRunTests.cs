using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Readme.Actors;
using Readme.First;
using Readme.Hosted;
using Xunit;
using static AkkaOrm.Query;

namespace Readme;

/// <summary>The README's programs on a real server. Its test is a test already.</summary>
public sealed class ReadmeRunTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private EphemeralDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await (await EphemeralPostgres.SharedAsync()).CreateDatabaseAsync("readme");
        await Travel.Main([_database.ConnectionString]);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task The_first_program_leaves_a_traveler_with_a_new_name()
    {
        await using var orm = Orm.Start(Travel.Model, _database.ConnectionString);
        await using var session = orm.OpenSession();
        var anna = await session.SingleAsync(From<Traveler>().Include(t => t.Destination));
        Assert.Equal(("Anna", "NO"), (anna.Name, anna.Destination.Value.Code));
    }

    [Fact]
    public async Task The_desk_books_and_tells_what_is_refused()
    {
        using var system = ActorSystem.Create("readme", "akka.loglevel = ERROR");
        await using var orm = Orm.Start(system, Travel.Model, _database.ConnectionString);
        var desk = system.ActorOf(Props.Create(() => new Desk(orm)));
        Assert.True((await desk.Ask<Traveler>(new Desk.Book(new Traveler { Name = "Bea" }), Patience)).Id > 0);
        var refused = await Assert.ThrowsAsync<ConstraintViolationException>(() => desk.Ask<Traveler>(new Desk.Book(new Traveler { Name = "Cid", DestinationId = -1 }), Patience));
        Assert.Equal(ConstraintKind.ForeignKey, refused.Kind);
    }

    [Fact]
    public async Task The_hosted_service_runs_and_stops()
    {
        using var host = App.Build([$"--AkkaOrm:ConnectionString={_database.ConnectionString}"]);
        await host.StartAsync();
        var counter = host.Services.GetServices<IHostedService>().OfType<Counter>().Single();
        await counter.ExecuteTask!.WaitAsync(Patience);
        await host.StopAsync();
    }
}
