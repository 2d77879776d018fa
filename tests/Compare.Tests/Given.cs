using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Runs;

namespace AkkaOrm.Compare;

/// <summary>Results that nobody measured.</summary>
internal static class Given
{
    public static Sample Sample(double seconds, int operations = 1, long? peak = null, long? bytes = null) => new(seconds, operations, bytes, peak, [], new Dictionary<string, double>());

    /// <summary>One round of each, in seconds for an operation.</summary>
    public static CaseResult Result(string name, string group = "Reading", string? failure = null, params (string Peer, double Seconds)[] peers) =>
        new(name, $"what {name} does", group, Metric.Time, null, [.. peers.Select(p => new PeerResult(p.Peer, [Sample(p.Seconds)]))], failure);

    public sealed class NamedCase(string name) : Case
    {
        public override string Name => name;

        public override string Title => name;

        public override string Group => "Reading";

        public override Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena) => throw new NotSupportedException("it is only named");
    }
}
