using System.Collections.Concurrent;
using System.Diagnostics;

namespace AkkaOrm.Compare.Frame;

/// <summary>What a sample says about itself beside the time it took.</summary>
internal sealed class Sampler
{
    private readonly ConcurrentQueue<long> _latencies = new();
    private readonly ConcurrentDictionary<string, double> _others = new();

    /// <summary>Ticks of the stopwatch for single operations, in no order.</summary>
    public IReadOnlyCollection<long> Latencies => _latencies;

    /// <summary>The most bytes seen held, where the case is about memory.</summary>
    public long? PeakBytes { get; private set; }

    /// <summary>What the sample took by its own account, where the runner's clock would count something else too.</summary>
    public TimeSpan? Elapsed { get; private set; }

    /// <summary>What it allocated by its own account, where it worked in another process.</summary>
    public long? AllocatedBytes { get; private set; }

    /// <summary>Whatever else is worth telling, by what it is called, unit included.</summary>
    public IReadOnlyDictionary<string, double> Others => _others;

    /// <summary>One operation that began at <paramref name="started"/> (<see cref="Stopwatch.GetTimestamp"/>) has ended now.</summary>
    public void Ended(long started) => _latencies.Enqueue(Stopwatch.GetTimestamp() - started);

    public void Held(long bytes) => PeakBytes = Math.Max(PeakBytes ?? 0, bytes);

    public void Took(TimeSpan elapsed) => Elapsed = elapsed;

    public void Allocated(long bytes) => AllocatedBytes = bytes;

    /// <summary>Told under the table; its median over the rounds.</summary>
    /// <param name="what">With its unit, such as <c>connections</c> or <c>ms since Main</c>.</param>
    public void Also(string what, double value) => _others[what] = value;
}
