using System.Net;
using System.Net.Sockets;
using AkkaOrm.Wires;
using Npgsql;

namespace AkkaOrm.Testing;

/// <summary>
/// Stands on loopback in front of a PostgreSQL server: counts what goes through, puts a network's round-trip time between,
/// and cuts connections. It changes no byte.
/// </summary>
/// <remarks>
/// Two threads for each connection read, count and pass on, so that nothing waits for the thread pool of the program that
/// is looked at; they allocate nothing but what is under way while there is a delay. Requests for encryption are answered
/// with no, for what is encrypted can't be counted. Safe to use concurrently.
/// </remarks>
public sealed class PostgresProxy : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly EndPoint _server;
    private readonly Lock _gate = new();
    private readonly List<ProxiedConnection> _connections = [];
    private readonly Lateness _lateness = new();
    private readonly Thread _accepting;
    private long _oneWayTicks;

    private PostgresProxy(NpgsqlConnectionStringBuilder server)
    {
        if (server.Host is not { Length: > 0 } host || host.Contains(',', StringComparison.Ordinal) || host.StartsWith('/'))
        {
            throw new ArgumentException("the connection string must name one host that is reached by TCP", nameof(server));
        }
        _server = IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, server.Port) : new DnsEndPoint(host, server.Port);
        _accepting = new Thread(Accept) { IsBackground = true, Name = "proxy accept" };
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString)
        {
            Host = IPAddress.Loopback.ToString(),
            Port = ((IPEndPoint)_listener.LocalEndPoint!).Port,
            SslMode = SslMode.Disable,
        }.ConnectionString;
    }

    /// <summary>Leads through the proxy, and is otherwise the one it was started with. Holds the password: not for logs.</summary>
    public string ConnectionString { get; }

    /// <summary>
    /// What is added to each round trip, half on each way; zero at first. It is a delay, not a bottleneck: bytes that follow
    /// each other closely arrive as closely, in their order. Holds for bytes that come in from now on.
    /// </summary>
    public TimeSpan RoundTripTime
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _oneWayTicks) * 2);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            Interlocked.Exchange(ref _oneWayTicks, value.Ticks / 2);
        }
    }

    /// <summary>By how much delayed bytes were passed on too late in the mean, one way: how far to trust <see cref="RoundTripTime"/> on this machine.</summary>
    public TimeSpan MeanLateness => _lateness.Mean;

    /// <summary>What has gone through until now, over all connections, also those that have ended.</summary>
    public ProxyCounts Counts => All.Aggregate(new ProxyCounts(), (sum, connection) => sum + connection.Counts);

    /// <summary>Connections that are open, in the order in which they came.</summary>
    public IReadOnlyList<ProxiedConnection> Connections => [.. All.Where(c => c.IsOpen)];

    private ProxiedConnection[] All
    {
        get { lock (_gate) return [.. _connections]; }
    }

    /// <summary>Listens on a free port of loopback.</summary>
    /// <param name="connectionString">The server, by name or address and port. It is not connected to before a client comes.</param>
    /// <exception cref="ArgumentException">It names no host, several, or a socket file.</exception>
    public static PostgresProxy Start(string connectionString)
    {
        var proxy = new PostgresProxy(new NpgsqlConnectionStringBuilder(connectionString));
        proxy._accepting.Start();
        return proxy;
    }

    /// <summary>Resets all open connections at once.</summary>
    public void CutAll()
    {
        foreach (var connection in All) connection.Cut();
    }

    /// <summary>Takes no more connections, and resets those that are open.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _accepting.Join();
        CutAll();
        await Task.WhenAll(All.Select(c => c.Ended)).ConfigureAwait(false);
    }

    private void Accept()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = _listener.Accept();
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }
            client.NoDelay = true;
            var connection = new ProxiedConnection(client, _server, () => TimeSpan.FromTicks(Interlocked.Read(ref _oneWayTicks)), _lateness);
            lock (_gate) _connections.Add(connection);
            connection.Start();
        }
    }
}
