using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Testing;
using Xunit;

namespace Integration.Tests.Types;

/// <summary>A database of its own with the schema of <see cref="Catalogue"/>.</summary>
public sealed class CatalogueFixture : IAsyncLifetime
{
    private EphemeralDatabase _database = null!;
    private ActorSystem _system = null!;

    public Orm Orm { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var server = await EphemeralPostgres.SharedAsync();
        _database = await server.CreateDatabaseAsync("catalogue");
        _system = ActorSystem.Create("catalogue", "akka.loglevel = WARNING");
        Orm = Orm.Start(_system, Catalogue.Model, _database.ConnectionString);
        await Orm.Schema.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        await Orm.StopAsync();
        await _system.Terminate();
        await _database.DisposeAsync();
    }
}
