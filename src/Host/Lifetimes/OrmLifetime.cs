using AkkaOrm.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AkkaOrm.Lifetimes;

/// <summary>Starts the Orm before all hosted services, and stops it after all of them.</summary>
/// <param name="where">The section of the configuration that the options come from, for people; null when they come from code.</param>
internal sealed class OrmLifetime(Func<Orm> orm, string name, string? where) : IHostedLifecycleService
{
    private Orm? _orm;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var started = _orm = orm();
        await using var connections = new NpgsqlConnectionFactory(started.Engine.Settings);
        try
        {
            await connections.Create().DisposeAsync().ConfigureAwait(false);
        }
        catch (PhysicalConnectionException exception) when (exception.Fault.Error is { } error)
        {
            throw new OptionsValidationException(name, typeof(OrmOptions), [$"{Setting}: {error.Problem}"]);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => _orm?.StopAsync() ?? Task.CompletedTask;

    private string Setting => $"OrmOptions.{nameof(OrmOptions.ConnectionString)} ({(where is null ? "" : $"{where}:{nameof(OrmOptions.ConnectionString)}, ")}akka.orm.connection-string)";
}
