using Microsoft.Extensions.Logging.Abstractions;
using Testcontainers.PostgreSql;

namespace AkkaOrm.Servers;

/// <summary>A server in a container, through Testcontainers.</summary>
internal sealed class ContainerServer(string? image) : IServerWay
{
    private const string DefaultImage = "postgres:15-alpine";

    /// <summary>A Docker that does not answer by then counts as absent.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>Pulling the image on a slow line is the long part.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    private readonly string image = image ?? DefaultImage;

    public string Name => "Testcontainers";

    public string Remedy => $"install and start Docker (or set DOCKER_HOST), with image {image} at hand or a registry to pull it from; "
        + $"{Wishes.ImageVariable} names another image";

    public async Task<RunningServer> StartAsync(CancellationToken ct)
    {
        var container = await BuildAsync(ct).ConfigureAwait(false);
        try
        {
            await container.StartAsync(ct).WaitAsync(StartLimit, ct).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await container.DisposeAsync().ConfigureAwait(false);
            ct.ThrowIfCancellationRequested();
            throw new WayClosedException($"Docker answered, but a container of image {image} did not start ({FirstLine(e)})", e);
        }

        return new RunningServer(container.GetConnectionString(), Ways.Testcontainers, TakesItsDataAlong: true, container.DisposeAsync);
    }

    // Building asks Docker, synchronously and without a limit of its own.
    private async Task<PostgreSqlContainer> BuildAsync(CancellationToken ct)
    {
        try
        {
            return await Task.Run(Build, ct).WaitAsync(AnswerLimit, ct).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new WayClosedException($"Docker did not answer within {AnswerLimit.TotalSeconds:0} s", e);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            throw new WayClosedException($"Docker did not answer ({FirstLine(e)})", e);
        }
    }

    private PostgreSqlContainer Build() => new PostgreSqlBuilder(image)
        .WithLogger(NullLogger.Instance)
        .WithPassword(Guid.NewGuid().ToString("N"))
        .WithDatabase("postgres")
        .WithUsername("postgres")
        .WithCommand([.. ServerSettings.ForSpeed.SelectMany(s => (string[])["-c", $"{s.Key}={s.Value}"])])
        .Build();

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].Trim().TrimEnd('.');
}
