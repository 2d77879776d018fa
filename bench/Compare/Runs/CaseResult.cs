using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Runs;

/// <summary>What came out of one case: its contenders' samples, or why there are none.</summary>
internal sealed record CaseResult(string Name, string Title, string Group, Metric Metric, string? Remark, IReadOnlyList<PeerResult> Peers, string? Failure)
{
    public const string Us = "akkaorm";

    /// <summary>From its preparation to its end.</summary>
    public TimeSpan Took { get; init; }

    public static CaseResult Of(Case @case, IReadOnlyList<PeerResult> peers) => new(@case.Name, @case.Title, @case.Group, @case.Metric, @case.Remark, peers, null);

    public static CaseResult Failed(Case @case, string failure) => new(@case.Name, @case.Title, @case.Group, @case.Metric, @case.Remark, [], failure);

    /// <summary>Each peer beside us; empty when the case failed.</summary>
    public IEnumerable<(string Peer, double Ratio)> Ratios =>
        Peers.FirstOrDefault(p => p.Peer == Us) is { } ours ? Peers.Where(p => p.Peer != Us).Select(p => (p.Peer, ours.RatioTo(p, Metric))) : [];
}
