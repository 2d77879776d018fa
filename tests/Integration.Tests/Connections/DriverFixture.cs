using AkkaOrm.Connections;
using AkkaOrm.Settings;
using AkkaOrm.Testing;
using Npgsql;
using Xunit;

namespace Integration.Tests.Connections;

/// <summary>A database of its own for a test class, and connections to it as the engine makes them.</summary>
public sealed class DriverFixture : IAsyncLifetime
{
    private EphemeralDatabase _database = null!;

    public string ConnectionString => _database.ConnectionString;

    public async Task InitializeAsync()
    {
        var server = await EphemeralPostgres.SharedAsync();
        _database = await server.CreateDatabaseAsync("driver");
    }

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    internal AkkaOrmSettings Settings(string hocon = "", Func<NpgsqlConnectionStringBuilder, NpgsqlConnectionStringBuilder>? change = null)
    {
        var text = new NpgsqlConnectionStringBuilder(ConnectionString);
        if (change is not null) text = change(text);
        return AkkaOrmSettings.Create(Akka.Configuration.ConfigurationFactory.ParseString(hocon)) with { ConnectionString = text.ConnectionString };
    }

    internal async Task<IPhysicalConnection> OpenAsync(string hocon = "")
    {
        var connection = new NpgsqlConnectionFactory(Settings(hocon)).Create();
        await connection.OpenAsync(CancellationToken.None);
        return connection;
    }

    /// <summary>A connection beside the engine's, for looking at the server.</summary>
    internal async Task<object?> AskAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(sql) } };
        return await batch.ExecuteScalarAsync();
    }
}
