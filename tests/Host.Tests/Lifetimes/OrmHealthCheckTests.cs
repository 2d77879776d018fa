using AkkaOrm.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AkkaOrm.Lifetimes;

/// <summary>Ready, busy, and not to be reached: on a real server.</summary>
public sealed class OrmHealthCheckTests : IAsyncLifetime
{
    private EphemeralDatabase _database = null!;

    public async Task InitializeAsync() => _database = await (await EphemeralPostgres.SharedAsync()).CreateDatabaseAsync("health");

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_server_that_answers_is_ready()
    {
        await using var provider = Provider(_database.ConnectionString);
        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(c => c.Tags.Contains("ready"));
        Assert.Equal(("akka-orm", HealthStatus.Healthy), (Assert.Single(report.Entries).Key, report.Status));
    }

    [Fact]
    public async Task An_engine_at_work_is_ready_though_nothing_is_free()
    {
        await using var provider = Provider(_database.ConnectionString, o => o.MaxConnections = 1);
        await using var session = provider.GetRequiredService<Orm>().OpenSession();
        await using var transaction = await session.BeginAsync();
        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal(1, report.Entries["akka-orm"].Data["leased"]);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_not_ready_and_the_text_holds_no_password()
    {
        await using var provider = Provider("Host=127.0.0.1;Port=1;Database=shop;Username=app;Password=secret");
        var entry = (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["akka-orm"];
        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Contains("127.0.0.1", entry.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", $"{entry.Description} {entry.Exception}", StringComparison.Ordinal);
    }

    private static ServiceProvider Provider(string connectionString, Action<OrmOptions>? more = null) => new ServiceCollection()
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.None))
        .AddAkkaOrm(Travel.Model, o =>
        {
            o.ConnectionString = connectionString;
            more?.Invoke(o);
        }).BuildServiceProvider();
}
