using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace AkkaOrm.Servers;

/// <summary>A cluster of its own, made and run by the server programs of this machine.</summary>
internal sealed class LocalServer(string? onlyFolder) : IServerWay
{
    private const string User = "postgres";
    private const int PortAttempts = 5;
    private const int LongestSocketPath = 90;

    private static readonly TimeSpan InitLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    public string Name => "local server binaries";

    public string Remedy => "install the PostgreSQL server (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql), "
        + $"or name the folder that holds initdb in {Wishes.BinariesVariable}";

    public async Task<RunningServer> StartAsync(CancellationToken ct)
    {
        var binaries = LocalBinaries.Find(onlyFolder);
        var account = Account.ForServer();
        var version = VersionIn(await Command.RunAsync(binaries.Postgres, ["--version"], Path.GetTempPath(), InitLimit, ct).ConfigureAwait(false));
        var folder = ServerFolder.Create();
        try
        {
            var cluster = new Cluster(binaries, account, folder.FullPath);
            await cluster.InitializeAsync(ct).ConfigureAwait(false);
            var port = await cluster.StartAsync(ct).ConfigureAwait(false);
            return new RunningServer(cluster.ConnectionString(port), $"local {version} ({binaries.Folder})", TakesItsDataAlong: true, () =>
            {
                folder.Dispose();
                return ValueTask.CompletedTask;
            });
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
    private static string VersionIn(string text) =>
        text.Split(' ', StringSplitOptions.TrimEntries).FirstOrDefault(w => w.Length > 0 && char.IsAsciiDigit(w[0])) ?? "?";

    private sealed class Cluster(LocalBinaries binaries, Account account, string folder)
    {
        private readonly string data = Path.Combine(folder, "data");
        private readonly string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

        private string Log => Path.Combine(data, "server.log");

        public async Task InitializeAsync(CancellationToken ct)
        {
            var secret = Path.Combine(folder, "password");
            Directory.CreateDirectory(data);
            await WriteSecretAsync(secret, ct).ConfigureAwait(false);
            await account.OwnAsync(folder, [data, secret], ct).ConfigureAwait(false);
            await InitDbAsync(secret, ct).ConfigureAwait(false);
            File.Delete(secret);
        }

        /// <summary>Starts on a free port and answers it. Another program may take the port in between; then the next one is tried.</summary>
        public async Task<int> StartAsync(CancellationToken ct)
        {
            for (var attempt = 1; ; attempt++)
            {
                var port = FreePort();
                await File.WriteAllTextAsync(Path.Combine(data, "postgresql.auto.conf"), Settings(port), ct).ConfigureAwait(false);
                try
                {
                    string[] start = ["-D", data, "-l", Log, "-s", "-w", "-t", StartLimit.TotalSeconds.ToString(CultureInfo.InvariantCulture), "start"];
                    await account.RunAsync(binaries.PgCtl, start, folder, StartLimit * 2, ct).ConfigureAwait(false);
                    return port;
                }
                catch (WayClosedException e)
                {
                    var log = File.Exists(Log) ? await File.ReadAllTextAsync(Log, ct).ConfigureAwait(false) : "";
                    if (attempt < PortAttempts && log.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal))
                    {
                        File.Delete(Log);
                        continue;
                    }

                    throw new WayClosedException($"{e.Message}; the server's log ends with: {string.Join(" / ", log.Trim().Split('\n').TakeLast(3))}", e);
                }
            }
        }

        public string ConnectionString(int port) => new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = User,
            Password = password,
            Database = "postgres",
        }.ConnectionString;

        private async Task WriteSecretAsync(string file, CancellationToken ct)
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using var stream = new FileStream(file, options);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(password), ct).ConfigureAwait(false);
        }

        private async Task InitDbAsync(string secret, CancellationToken ct)
        {
            try
            {
                await RunAsync(OperatingSystem.IsLinux() ? "C.UTF-8" : "C").ConfigureAwait(false);
            }
            catch (WayClosedException e) when (e.Message.Contains("locale", StringComparison.Ordinal))
            {
                // Old systems lack C.UTF-8.
                await RunAsync("C").ConfigureAwait(false);
            }

            Task RunAsync(string locale) => account.RunAsync(binaries.InitDb,
                ["-D", data, "-U", User, "--pwfile=" + secret, "-A", "scram-sha-256", "-E", "UTF8", "--locale=" + locale, "--no-sync"], folder, InitLimit, ct);
        }

        private string Settings(int port)
        {
            var socketFolder = OperatingSystem.IsWindows() || data.Length > LongestSocketPath ? "" : data;
            var settings = new Dictionary<string, string>(ServerSettings.ForSpeed)
            {
                ["listen_addresses"] = "127.0.0.1",
                ["port"] = port.ToString(CultureInfo.InvariantCulture),
                ["unix_socket_directories"] = socketFolder,
            };
            return string.Concat(settings.Select(s => $"{s.Key} = '{s.Value.Replace("'", "''")}'\n"));
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
