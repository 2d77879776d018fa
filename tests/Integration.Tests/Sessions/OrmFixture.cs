using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Testing;
using Npgsql;
using Xunit;

namespace Integration.Tests.Sessions;

/// <summary>A database of its own for a test class, with the schema of <see cref="Travel"/>, and an engine on it.</summary>
public sealed class OrmFixture : IAsyncLifetime
{
    private EphemeralDatabase _database = null!;

    public ActorSystem System { get; private set; } = null!;
    public Orm Orm { get; private set; } = null!;
    public string ConnectionString => _database.ConnectionString;

    public async Task InitializeAsync()
    {
        var server = await EphemeralPostgres.SharedAsync();
        _database = await server.CreateDatabaseAsync("orm");
        System = ActorSystem.Create("test", "akka.loglevel = WARNING");
        Orm = Orm.Start(System, Travel.Model, ConnectionString);
        await Orm.Schema.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        await Orm.StopAsync();
        await System.Terminate();
        await _database.DisposeAsync();
    }

    /// <summary>Beside the engine: for looking at the server, and for being the other one.</summary>
    public async Task<object?> AskAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await using var command = source.CreateBatch();
        command.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        return await command.ExecuteScalarAsync();
    }
}
