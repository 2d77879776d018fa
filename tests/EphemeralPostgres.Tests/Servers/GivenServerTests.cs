using System.Diagnostics;
using AkkaOrm.Testing;
using Npgsql;
using Xunit;

namespace AkkaOrm.Servers;

/// <summary>A server somebody else runs, named by a connection string.</summary>
public sealed class GivenServerTests(GivenServerTests.Somebody somebody) : IClassFixture<GivenServerTests.Somebody>
{
    private readonly EphemeralPostgres server = somebody.Server;

    [LocalFact]
    public async Task Its_databases_are_dropped_at_the_end_and_the_server_goes_on()
    {
        var given = await StartAsync(server.ConnectionString);
        var forgotten = await given.CreateDatabaseAsync("Forgotten one");
        var kept = await given.CreateDatabaseAsync();
        await using var reader = new NpgsqlConnection(kept.ConnectionString);
        await reader.OpenAsync();
        Assert.Equal("given", given.Source);
        Assert.StartsWith("akkaorm_forgotten_one_", forgotten.Name, StringComparison.Ordinal);

        await kept.DisposeAsync();
        Assert.Equal([forgotten.Name], await DatabasesAsync());
        await given.DisposeAsync();

        Assert.Empty(await DatabasesAsync());
    }

    [LocalFact]
    public async Task A_wrong_password_gives_a_clear_error_without_it_at_once()
    {
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "hush-hush" };
        var time = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<EphemeralPostgresException>(() => StartAsync(wrong.ConnectionString));

        Assert.True(time.Elapsed < TimeSpan.FromSeconds(5), $"took {time.Elapsed}");
        Assert.Contains("28P01 password authentication failed for user \"postgres\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("Check Username and Password", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }

    [LocalFact]
    public async Task Nobody_listening_gives_a_clear_error_at_once()
    {
        var nobody = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Port = 1 };

        var error = await Assert.ThrowsAsync<EphemeralPostgresException>(() => StartAsync(nobody.ConnectionString));

        Assert.Contains("127.0.0.1:1", error.Message, StringComparison.Ordinal);
        Assert.Contains("Check that the server runs there", error.Message, StringComparison.Ordinal);
    }

    [LocalTheory]
    [InlineData("postgres://user:hush@localhost/db")]
    [InlineData("hush")]
    [InlineData("Host=localhost;Password=x;hush=1")]
    [InlineData("Host=localhost;Port=hush")]
    [InlineData("Password=hush")]
    public async Task A_value_that_is_no_connection_string_is_explained_and_not_shown(string value)
    {
        var error = await Assert.ThrowsAsync<EphemeralPostgresException>(() => StartAsync(value));

        Assert.StartsWith(
            "AKKAORM_POSTGRES is neither testcontainers, local nor embedded, nor an Npgsql connection string", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }

    [LocalFact]
    public async Task A_role_that_may_not_create_databases_is_told_so()
    {
        await using (var source = NpgsqlDataSource.Create(server.ConnectionString))
        {
            await source.CreateCommand("CREATE ROLE poor LOGIN PASSWORD 'hush'").ExecuteNonQueryAsync();
        }

        var poor = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "poor", Password = "hush" };
        await using var given = await StartAsync(poor.ConnectionString);

        var error = await Assert.ThrowsAsync<EphemeralPostgresException>(() => given.CreateDatabaseAsync());

        Assert.Contains("42501", error.Message, StringComparison.Ordinal);
        Assert.Contains("CREATEDB", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }

    [LocalFact]
    public async Task Many_databases_can_be_made_at_once()
    {
        await using var given = await StartAsync(server.ConnectionString);

        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => given.CreateDatabaseAsync("same")));

        Assert.Equal(8, databases.Select(d => d.Name).Distinct().Count());
    }

    [LocalFact]
    public async Task After_its_end_no_database_is_made()
    {
        var given = await StartAsync(server.ConnectionString);
        await given.DisposeAsync();
        await given.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => given.CreateDatabaseAsync());
    }

    private static Task<EphemeralPostgres> StartAsync(string connectionString) =>
        EphemeralPostgres.StartAsync(new Wishes(connectionString), isShared: false, CancellationToken.None);

    private async Task<List<string>> DatabasesAsync()
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var reader = await source.CreateCommand("SELECT datname FROM pg_database WHERE datname LIKE 'akkaorm%'").ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    /// <summary>Runs the server the tests are given.</summary>
    public sealed class Somebody : IAsyncLifetime
    {
        internal EphemeralPostgres Server { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            if (Needs.LocalServer() is null)
            {
                Server = await EphemeralPostgres.StartAsync(Needs.Local, isShared: false, CancellationToken.None);
            }
        }

        public async Task DisposeAsync() => await (Server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
