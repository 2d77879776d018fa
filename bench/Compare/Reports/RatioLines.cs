using System.Globalization;
using AkkaOrm.Compare.Runs;

namespace AkkaOrm.Compare.Reports;

/// <summary>The last lines of a run, for programs: one for each case and peer, then each peer's mean over all cases.</summary>
internal static class RatioLines
{
    public static IEnumerable<string> Of(IReadOnlyList<CaseResult> results)
    {
        foreach (var result in results)
        {
            foreach (var (peer, ratio) in result.Ratios) yield return string.Create(CultureInfo.InvariantCulture, $"ratio {result.Name} {peer} {Two(ratio)}");
        }

        foreach (var (peer, mean) in Means(results)) yield return string.Create(CultureInfo.InvariantCulture, $"geomean {peer} {Two(mean)}");
    }

    /// <summary>Each peer's geometric mean over the cases it took part in.</summary>
    public static IEnumerable<(string Peer, double Mean)> Means(IReadOnlyList<CaseResult> results) =>
        results.SelectMany(r => r.Ratios).GroupBy(r => r.Peer).Select(peer => (peer.Key, Statistics.GeometricMean(peer.Select(r => r.Ratio))));

    /// <summary>Two digits after the point; small ones keep two that count.</summary>
    internal static string Two(double ratio) => ratio.ToString(ratio >= 0.1 ? "0.00" : "0.0000", CultureInfo.InvariantCulture);
}
