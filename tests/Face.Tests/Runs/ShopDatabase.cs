using Akka.Actor;
using AkkaOrm.Testing;
using Programs.Models;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace AkkaOrm.Face;

/// <summary>A database of its own for each test, with the tables of the programs' model and a few rows.</summary>
public abstract class ShopDatabase : IAsyncLifetime
{
    private EphemeralDatabase _database = null!;

    protected string ConnectionString => _database.ConnectionString;
    protected ActorSystem System { get; private set; } = null!;
    protected Orm Orm { get; private set; } = null!;
    protected Session Session { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var server = await EphemeralPostgres.SharedAsync();
        _database = await server.CreateDatabaseAsync("face");
        System = ActorSystem.Create("face", "akka.loglevel = WARNING");
        Orm = Orm.Start(System, Shop.Model, ConnectionString);
        await Orm.Schema.CreateAsync();
        Session = Orm.OpenSession();
    }

    public async Task DisposeAsync()
    {
        await Orm.StopAsync();
        await System.Terminate();
        await _database.DisposeAsync();
    }

    /// <summary>Norway (578) and Sweden (752) in Europe, Nepal (524) in Asia.</summary>
    protected Task AddCountriesAsync() => Orm.RunAsync(unit =>
    {
        var europe = unit.Add(new Region(0, "Europe"));
        var asia = unit.Add(new Region(0, "Asia"));
        unit.Add(new Country(578, "NO", "Norway", europe.Key));
        unit.Add(new Country(752, "SE", "Sweden", europe.Key));
        unit.Add(new Country(524, "NP", "Nepal", asia.Key));
        return Task.CompletedTask;
    });

    /// <summary>Sebastiaan (1, 35, to Norway, three visits since 2021), Sofie (2, 17, to Sweden, one visit), Ann (3, 40, nowhere).</summary>
    protected async Task AddTravelersAsync()
    {
        await AddCountriesAsync();
        await Orm.RunAsync(unit =>
        {
            unit.Add(new Traveler { Id = 1, Name = "Sebastiaan", Age = 35, DestinationId = 578 });
            unit.Add(new Traveler { Id = 2, Name = "Sofie", Age = 17, DestinationId = 752 });
            unit.Add(new Traveler { Id = 3, Name = "Ann", Age = 40 });
            unit.Add(new Visit { TravelerId = 1, CountryId = 578, On = new(2021, 6, 1) });
            unit.Add(new Visit { TravelerId = 1, CountryId = 752, On = new(2023, 5, 4) });
            unit.Add(new Visit { TravelerId = 1, CountryId = 524, On = new(2025, 1, 2) });
            unit.Add(new Visit { TravelerId = 2, CountryId = 578, On = new(2019, 7, 7) });
            return Task.CompletedTask;
        });
        await Session.ExecuteAsync($"alter table traveler alter column id restart with 4");
    }

    protected async Task<Order> AddOrderAsync(OrderState state = OrderState.Open, int buyer = 1)
    {
        await using var session = Orm.OpenSession();
        var order = session.Add(new Order { Id = new(Guid.CreateVersion7()), State = state, Total = new Money(30.5m, "EUR"), Buyer = ToOne.ByKey(buyer) });
        return (await session.CommitAsync()).Of(order);
    }

    /// <summary>In a session of its own, which remembers nothing.</summary>
    protected async Task<T> FreshAsync<T>(Func<Session, Task<T>> read)
    {
        await using var session = Orm.OpenSession();
        return await read(session);
    }
}
