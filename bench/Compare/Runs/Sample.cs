using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Runs;

/// <summary>What one contender did in one round.</summary>
/// <param name="Seconds">For all operations of the sample.</param>
/// <param name="Operations">How many it did.</param>
/// <param name="AllocatedBytes">On the managed heap by all threads, for all operations; null where it was not to be had.</param>
/// <param name="PeakBytes">The most it held, where the case is about memory.</param>
/// <param name="Latencies">Microseconds of single operations, where the case records them.</param>
/// <param name="Others">What else it told, by name.</param>
internal sealed record Sample(double Seconds, int Operations, long? AllocatedBytes, long? PeakBytes, IReadOnlyList<double> Latencies, IReadOnlyDictionary<string, double> Others)
{
    /// <summary>Microseconds for an operation, operations in a second, or bytes.</summary>
    public double Value(Metric metric) => metric switch
    {
        Metric.Time => Seconds * 1e6 / Operations,
        Metric.Throughput => Operations / Seconds,
        Metric.Memory => PeakBytes ?? throw new InvalidOperationException("a sample of a case about memory says how much it held: Sampler.Held"),
        _ => throw new ArgumentOutOfRangeException(nameof(metric)),
    };

    /// <summary>How many times better ours is than a peer's: above 1 we are faster, or smaller.</summary>
    public double RatioTo(Sample peer, Metric metric) =>
        metric == Metric.Throughput ? Value(metric) / peer.Value(metric) : peer.Value(metric) / Value(metric);
}
