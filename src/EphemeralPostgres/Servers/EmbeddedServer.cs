using MysticMind.PostgresEmbed;

namespace AkkaOrm.Servers;

/// <summary>A small server that MysticMind.PostgresEmbed downloads once. Local users of the machine need no password for it.</summary>
internal sealed class EmbeddedServer(EmbeddedSource source) : IServerWay
{
    /// <summary>Without a network the failure comes within seconds.</summary>
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan DownloadLimit = TimeSpan.FromMinutes(5);

    public string Name => "embedded (MysticMind.PostgresEmbed)";

    public string Remedy => "run as an ordinary user, not as root, with access to Maven Central for one download of about 10 MB, "
        + $"kept in {source.Cache}";

    public async Task<RunningServer> StartAsync(CancellationToken ct)
    {
        if (Account.IsRoot)
        {
            throw new WayClosedException("the server refuses to run as root, and so does the embedded one");
        }

        using var network = new SocketsHttpHandler { ConnectTimeout = ConnectLimit };
        using var client = new HttpClient(source.Handler ?? network, disposeHandler: false) { Timeout = DownloadLimit };
        var folder = ServerFolder.Create();
        var server = new PgServer(new PgServerOptions
        {
            PgVersion = source.Version,
            DbDir = folder.FullPath,
            BinariesDir = source.Cache,
            Locale = OperatingSystem.IsWindows() ? "" : OperatingSystem.IsLinux() ? "C.UTF-8" : "C",
            ServerParams = new Dictionary<string, string>(ServerSettings.ForSpeed),
            DownloadRetryCount = 0,
            HttpClient = client,
        });
        try
        {
            await server.StartAsync(ct).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            folder.Dispose();
            ct.ThrowIfCancellationRequested();
            throw new WayClosedException(e.Message.Split('\n')[0].Trim(), e);
        }

        return new RunningServer(server.ConnectionString, Ways.Embedded, TakesItsDataAlong: true, async () =>
        {
            await server.DisposeAsync().ConfigureAwait(false);
            folder.Dispose();
        });
    }
}
