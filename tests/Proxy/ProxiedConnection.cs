using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using AkkaOrm.Wires;

namespace AkkaOrm.Testing;

/// <summary>One connection of a client's that goes through a <see cref="PostgresProxy"/>.</summary>
public sealed class ProxiedConnection
{
    private const int RequestLength = 8, CancelCode = 80877102, TlsCode = 80877103, GssCode = 80877104;

    private readonly Socket _client;
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly EndPoint _target;
    private readonly Func<TimeSpan> _delay;
    private readonly Lateness _lateness;
    private readonly Tally _tally = new();
    private readonly MessageScanner _toServer = new();
    private readonly MessageScanner _toClient = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<char> _onClientMessage;
    private readonly Action<char> _onServerMessage;
    private int _pumps = 1;
    private int _isClosed;
    private bool _isLoggedIn;

    internal ProxiedConnection(Socket client, EndPoint target, Func<TimeSpan> delay, Lateness lateness)
    {
        _client = client;
        _target = target;
        _delay = delay;
        _lateness = lateness;
        _onClientMessage = OnClientMessage;
        _onServerMessage = OnServerMessage;
    }

    /// <summary>What has gone through it until now.</summary>
    public ProxyCounts Counts => _tally.Counts;

    /// <summary>Whether neither side has ended yet.</summary>
    public bool IsOpen => !_ended.Task.IsCompleted;

    /// <summary>Completed when both sockets are closed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Resets both sides at once: what was on its way is lost. On a connection that has ended: nothing.</summary>
    public void Cut()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0) return;
        Reset(_client);
        Reset(_server);
    }

    internal void Start() => OnThread("to server", () =>
    {
        if (!BeginsWithStartup()) throw new SocketException((int)SocketError.ConnectionReset);
        Interlocked.Increment(ref _pumps);
        OnThread("to client", () => new Pump(_server, _client, _delay, LookAtServer, _lateness).Run());
        new Pump(_client, _server, _delay, LookAtClient, _lateness).Run();
    });

    // A client may ask for encryption first: the proxy says no itself, for it has to read what is sent.
    private bool BeginsWithStartup()
    {
        var begin = new byte[RequestLength];
        while (true)
        {
            for (var have = 0; have < RequestLength;)
            {
                var count = _client.Receive(begin.AsSpan(have));
                if (count == 0) return false;
                have += count;
            }
            var code = BinaryPrimitives.ReadInt32BigEndian(begin.AsSpan(sizeof(int)));
            if (code is TlsCode or GssCode)
            {
                _client.Send("N"u8);
                continue;
            }
            _server.Connect(_target);
            _toServer.Skip(BinaryPrimitives.ReadInt32BigEndian(begin) - RequestLength);
            _tally.Add(code == CancelCode ? Counted.Cancel : Counted.Connection);
            _tally.Add(Counted.ByteToServer, RequestLength);
            _server.Send(begin);
            return true;
        }
    }

    private void LookAtClient(ReadOnlySpan<byte> bytes)
    {
        _tally.Add(Counted.ByteToServer, bytes.Length);
        _toServer.Feed(bytes, _onClientMessage);
    }

    private void LookAtServer(ReadOnlySpan<byte> bytes)
    {
        _tally.Add(Counted.ByteToClient, bytes.Length);
        _toClient.Feed(bytes, _onServerMessage);
    }

    private void OnClientMessage(char type)
    {
        if (Volatile.Read(ref _isLoggedIn)) _tally.FromClient(type);
    }

    // ReadyForQuery and CopyInResponse: the turn is the client's.
    private void OnServerMessage(char type)
    {
        if (type is not ('Z' or 'G')) return;
        if (_isLoggedIn) _tally.Add(Counted.RoundTrip);
        Volatile.Write(ref _isLoggedIn, true);
    }

    private void OnThread(string direction, Action pump) => new Thread(() =>
    {
        try
        {
            pump();
        }
        catch (Exception lost) when (lost is SocketException or ObjectDisposedException)
        {
            Cut();
        }
        End();
    })
    { IsBackground = true, Name = $"proxy {direction}" }.Start();

    private void End()
    {
        if (Interlocked.Decrement(ref _pumps) != 0) return;
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _client.Dispose();
            _server.Dispose();
        }
        _ended.TrySetResult();
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The other side was first.
        }
        socket.Dispose();
    }
}
