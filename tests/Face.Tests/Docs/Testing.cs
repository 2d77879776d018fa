using AkkaOrm;
using AkkaOrm.Testing;
using Docs.GettingStarted;
using Xunit;
using static AkkaOrm.Query;

namespace Docs.Testing;

#region scripted
public sealed class NameTests() : OrmTestKit(Travel.Model)
{
    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        Database.OnInsert<Traveler>().Fails(new ConstraintViolationException(ConstraintKind.Unique, "traveler_name_key"));
        await using var session = Orm.OpenSession();
        session.Add(new Traveler { Name = "Ann" });
        await Assert.ThrowsAsync<ConstraintViolationException>(() => session.CommitAsync());
    }
}
#endregion

#region real
public sealed class TravelerTests : IAsyncLifetime
{
    private EphemeralDatabase _database = null!;
    private Orm _orm = null!;

    public async Task InitializeAsync()
    {
        var server = await EphemeralPostgres.SharedAsync();                   // one server for the whole run
        _database = await server.CreateDatabaseAsync("travelers");            // a database for this class
        _orm = Orm.Start(Travel.Model, _database.ConnectionString);
        await _orm.Schema.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        await _orm.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_traveler_is_found_by_name()
    {
        await using var session = _orm.OpenSession();
        session.Add(new Traveler { Name = "Ann" });
        await session.CommitAsync();
        Assert.True(await session.AnyAsync(From<Traveler>().Where(t => t.Name == "Ann")));
    }
}
#endregion
