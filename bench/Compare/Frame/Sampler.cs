using System.Diagnostics;

namespace AkkaOrm.Compare.Frame;

/// <summary>What a sample says about itself beside the time it took.</summary>
internal sealed class Sampler
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<long> _latencies = new();

    /// <summary>Ticks of the stopwatch for single operations, in no order.</summary>
    public IReadOnlyCollection<long> Latencies => _latencies;

    /// <summary>The most bytes seen held, where the case is about memory.</summary>
    public long? PeakBytes { get; private set; }

    /// <summary>One operation that began at <paramref name="started"/> (<see cref="Stopwatch.GetTimestamp"/>) has ended now.</summary>
    public void Ended(long started) => _latencies.Enqueue(Stopwatch.GetTimestamp() - started);

    public void Held(long bytes) => PeakBytes = Math.Max(PeakBytes ?? 0, bytes);
}
