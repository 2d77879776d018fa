using Akka.Actor;
using Akka.Hosting;
using AkkaOrm.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Lifetimes;

/// <summary>How a host that uses the database stops.</summary>
public sealed class OrmLifetimeTests : IAsyncLifetime
{
    private EphemeralDatabase _database = null!;

    public async Task InitializeAsync() => _database = await (await EphemeralPostgres.SharedAsync()).CreateDatabaseAsync("lifetime");

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hosted_service_finishes_its_unit_before_the_connections_are_closed(bool ownSystem)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (!ownSystem) builder.Services.AddAkka("shop", _ => { });
        builder.Services.AddAkkaOrm(Travel.Model, o => o.ConnectionString = _database.ConnectionString);
        builder.Services.AddSingleton<Work>().AddHostedService(p => p.GetRequiredService<Work>());
        using var host = builder.Build();
        await host.StartAsync();
        var (orm, work) = (host.Services.GetRequiredService<Orm>(), host.Services.GetRequiredService<Work>());
        await work.Begun.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await host.StopAsync();

        Assert.Equal("Ann", await work.Stored!);
        Assert.Throws<SessionClosedException>(() => orm.OpenSession());
        Assert.True(orm.Engine.System.WhenTerminated.IsCompleted);
        await using var after = Orm.Start(Travel.Model, _database.ConnectionString);
        await using var session = after.OpenSession();
        Assert.Equal(1, await session.CountAsync(From<Traveler>()));
        Assert.Equal(1, await session.SingleAsync(FromSql<int>($"select count(*)::int from pg_stat_activity where datname = current_database()")));
    }

    /// <summary>In the middle of a unit when it is told to stop.</summary>
    private sealed class Work(Orm orm) : BackgroundService
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public Task<string>? Stored { get; private set; }

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Stored = StoreAsync(stoppingToken);

        private async Task<string> StoreAsync(CancellationToken stopping)
        {
            await orm.Schema.CreateAsync(CancellationToken.None);
            return await orm.RunAsync(async unit =>
            {
                var ann = unit.Add(new Traveler { Name = "Ann" });
                await unit.FlushAsync(CancellationToken.None);
                var stopped = new TaskCompletionSource();
                using var registration = stopping.Register(stopped.SetResult);
                Begun.SetResult();
                await stopped.Task;
                return (await unit.FlushAsync(CancellationToken.None), ann.Value.Name).Name;
            }, CancellationToken.None);
        }
    }
}
