using System.Net.Sockets;

namespace AkkaOrm.Wires;

/// <summary>One direction of a connection, on a thread of its own: what comes in is looked at, and passed on at once or when its delay is over.</summary>
/// <remarks>
/// The sockets block, so that no thread pool stands between arrival and passing on. A receiver that does not read stops the
/// pump, and so, as on a real wire, the sender.
/// </remarks>
internal sealed class Pump(Socket from, Socket to, Func<TimeSpan> delay, Action<ReadOnlySpan<byte>> look, Lateness lateness)
{
    private const int BufferLength = 64 * 1024;

    private readonly byte[] _buffer = new byte[BufferLength];
    private readonly DelayLine _line = new();

    /// <summary>Until one side ends; then the other is told that no more comes.</summary>
    /// <exception cref="SocketException">A side was reset.</exception>
    /// <exception cref="ObjectDisposedException">The connection was cut.</exception>
    public void Run()
    {
        PreciseWait.PrepareThread();
        var hasEnded = false;
        while (!hasEnded || !_line.IsEmpty)
        {
            while (_line.TrySend(Send, out var late)) lateness.Add(late);
            if (hasEnded || !_line.IsEmpty)
            {
                if (_line.IsEmpty) break;
                if (!PreciseWait.Readable(hasEnded ? null : from, _line.Due)) continue;
            }
            var count = from.Receive(_buffer);
            if (count == 0)
            {
                hasEnded = true;
                continue;
            }
            look(_buffer.AsSpan(0, count));
            var wait = delay();
            if (wait == TimeSpan.Zero && _line.IsEmpty) Send(new ArraySegment<byte>(_buffer, 0, count));
            else _line.Add(_buffer.AsSpan(0, count), wait);
        }
        to.Shutdown(SocketShutdown.Send);
    }

    private void Send(ArraySegment<byte> bytes)
    {
        for (var sent = 0; sent < bytes.Count;) sent += to.Send(bytes.AsSpan(sent));
    }
}
