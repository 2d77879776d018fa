using AkkaOrm.Testing;
using Npgsql;

namespace Integration.Tests.Proxy;

/// <summary>A database of its own for a test class.</summary>
public sealed class ProxyFixture : IAsyncLifetime
{
    private EphemeralDatabase _database = null!;

    public string ConnectionString => _database.ConnectionString;

    public async Task InitializeAsync() => _database = await (await EphemeralPostgres.SharedAsync()).CreateDatabaseAsync("proxy");

    public async Task DisposeAsync() => await _database.DisposeAsync();

    public PostgresProxy Proxy() => PostgresProxy.Start(ConnectionString);

    /// <summary>One connection through a proxy that has loaded its types, and is its first.</summary>
    public static async Task<NpgsqlConnection> ConnectAsync(PostgresProxy proxy)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(proxy.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
