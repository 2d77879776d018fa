using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Testing;
using Integration.Tests.Types;
using Xunit;

namespace Integration.Tests.Schemas;

/// <summary>The schema on a real server.</summary>
public sealed class SchemaTests : IAsyncLifetime
{
    private EphemeralDatabase _database = null!;
    private ActorSystem _system = null!;
    private Orm _orm = null!;

    public async Task InitializeAsync()
    {
        _database = await (await EphemeralPostgres.SharedAsync()).CreateDatabaseAsync("schema");
        _system = ActorSystem.Create("schema", "akka.loglevel = WARNING");
        _orm = Orm.Start(_system, Catalogue.Model, _database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _orm.StopAsync();
        await _system.Terminate();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task It_is_made_found_made_again_and_dropped()
    {
        Assert.False(await _orm.Schema.ExistsAsync());
        await _orm.Schema.CreateAsync();
        Assert.True(await _orm.Schema.ExistsAsync());
        await _orm.Schema.CreateAsync();
        await _orm.Schema.DropAsync();
        Assert.False(await _orm.Schema.ExistsAsync());
        await _orm.Schema.DropAsync();
    }

    [Fact]
    public async Task Many_may_make_it_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _orm.Schema.CreateAsync()));
        Assert.True(await _orm.Schema.ExistsAsync());
    }

    [Fact]
    public async Task A_violated_constraint_names_entity_and_properties()
    {
        await _orm.Schema.CreateAsync();
        await using var session = _orm.OpenSession();
        session.Add(new Everything { Int = 1, String = "a", Char = 'a', Code = "a" });
        session.Add(new Everything { Int = 1, String = "a", Char = 'a', Code = "a" });
        var error = await Assert.ThrowsAsync<ConstraintViolationException>(() => session.CommitAsync());
        Assert.Equal((ConstraintKind.Unique, typeof(Everything)), (error.Kind, error.Entity));
        Assert.Equal(["Int", "String"], error.Properties);
        Assert.True(error.IsOn<Everything>(x => new { x.Int, x.String }));
    }
}
