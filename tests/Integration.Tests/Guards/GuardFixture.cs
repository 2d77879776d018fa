using System.Diagnostics;
using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Protocols;
using AkkaOrm.Testing;
using Integration.Tests.Sessions;

namespace Integration.Tests.Guards;

/// <summary>
/// An engine with one connection, which leads through a proxy that counts, in an actor system whose mailboxes count. The
/// tables of <see cref="Travel"/> hold one country, <see cref="Travelers"/> travellers, and two trips of each.
/// </summary>
public sealed class GuardFixture : IAsyncLifetime
{
    public const int Travelers = 1000;

    private EphemeralDatabase _database = null!;

    public PostgresProxy Proxy { get; private set; } = null!;
    public ActorSystem System { get; private set; } = null!;
    public Orm Orm { get; private set; } = null!;
    public string ConnectionString => _database.ConnectionString;
    public MessageCounter Messages => MessageCounter.Of(System.Name);

    public async Task InitializeAsync()
    {
        _database = await (await EphemeralPostgres.SharedAsync()).CreateDatabaseAsync("guards");
        Proxy = PostgresProxy.Start(ConnectionString);
        System = ActorSystem.Create($"guards-{Guid.NewGuid():N}", $$"""
            akka { loglevel = WARNING, actor.default-mailbox.mailbox-type = "{{typeof(CountingMailbox).FullName}}, {{typeof(CountingMailbox).Assembly.GetName().Name}}" }
            """);
        Orm = Start(Proxy.ConnectionString);
        await Orm.Schema.CreateAsync();
        await using var session = Orm.OpenSession();
        await session.ExecuteAsync($"insert into country (code) values ('no')");
        await session.ExecuteAsync($"insert into traveler (name, age, destination_id) select 'traveler ' || i, i % 90, 1 from generate_series(1, {Travelers}) i");
        await session.ExecuteAsync($"""insert into trip ("on", traveler_id) select date '2026-01-01' + i % 365, 1 + i % {Travelers} from generate_series(1, {2 * Travelers}) i""");
    }

    /// <summary>The router has heard that its connection is free again: no message of ours is under way.</summary>
    public async Task QuietAsync()
    {
        var limit = Stopwatch.StartNew();
        while ((await Orm.Engine.Router.Ask<ConnectionRouterProtocol.Status>(new ConnectionRouterProtocol.GetStatus())).Idle != 1)
        {
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(30), "the connection was not given back within 30 s");
            await Task.Yield();
        }
    }

    public async Task DisposeAsync()
    {
        await Orm.StopAsync();
        await System.Terminate();
        await Proxy.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Each question goes to the server, no idle connection is tried out, and there is one connection: so the counts are the same every time.</summary>
    public Orm Start(string connectionString) => Orm.Start(System, Travel.Model, new OrmOptions
    {
        ConnectionString = connectionString,
        MaxConnections = 1,
        IdleCheck = TimeSpan.FromHours(1),
        FindFromMemory = TimeSpan.Zero,
    });
}
