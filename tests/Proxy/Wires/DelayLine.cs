using System.Buffers;
using System.Diagnostics;

namespace AkkaOrm.Wires;

/// <summary>Bytes on their way, each with the moment it arrives. What is put in first comes out first, also where the delay has become shorter meanwhile.</summary>
internal sealed class DelayLine
{
    private readonly Queue<(byte[] Bytes, int Length, long Due)> _chunks = new();
    private long _lastDue;

    public bool IsEmpty => _chunks.Count == 0;

    /// <summary>When the next bytes are due; only while there are some.</summary>
    public long Due => _chunks.Peek().Due;

    public void Add(ReadOnlySpan<byte> bytes, TimeSpan delay)
    {
        var copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(copy);
        _lastDue = Math.Max(_lastDue, Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency));
        _chunks.Enqueue((copy, bytes.Length, _lastDue));
    }

    /// <summary>Passes the next bytes on if they are due.</summary>
    /// <param name="send">Takes them.</param>
    /// <param name="late">By how many ticks of the stopwatch they were too late.</param>
    public bool TrySend(Action<ArraySegment<byte>> send, out long late)
    {
        late = IsEmpty ? -1 : Stopwatch.GetTimestamp() - Due;
        if (late < 0) return false;
        var (bytes, length, _) = _chunks.Dequeue();
        send(new ArraySegment<byte>(bytes, 0, length));
        ArrayPool<byte>.Shared.Return(bytes);
        return true;
    }
}
