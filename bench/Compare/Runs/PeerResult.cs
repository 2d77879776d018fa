using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Runs;

/// <summary>All samples of one contender in a case, a round each.</summary>
internal sealed record PeerResult(string Peer, IReadOnlyList<Sample> Samples)
{
    public double Median(Metric metric) => Statistics.Median(Samples.Select(s => s.Value(metric)));

    public double Least(Metric metric) => Samples.Min(s => s.Value(metric));

    public double Most(Metric metric) => Samples.Max(s => s.Value(metric));

    /// <summary>Microseconds that 99 of 100 operations did not exceed; null where the case does not record single operations.</summary>
    public double? P99 => Samples.SelectMany(s => s.Latencies).ToArray() is { Length: > 0 } all ? Statistics.Percentile(all, 0.99) : null;

    /// <summary>The median over the rounds; null where allocation was not to be had.</summary>
    public double? BytesPerOperation =>
        Samples.Where(s => s.AllocatedBytes is not null).Select(s => (double)s.AllocatedBytes! / s.Operations).ToArray() is { Length: > 0 } all ? Statistics.Median(all) : null;

    /// <summary>What else the samples told: the median of each figure.</summary>
    public IEnumerable<(string What, double Value)> Others =>
        Samples.SelectMany(s => s.Others).GroupBy(o => o.Key).Select(o => (o.Key, Statistics.Median(o.Select(x => x.Value))));

    /// <summary>The median of the ratios of each round: what disturbs a round disturbs both sides of it.</summary>
    public double RatioTo(PeerResult peer, Metric metric) => Statistics.Median(Samples.Zip(peer.Samples, (ours, theirs) => ours.RatioTo(theirs, metric)));
}
