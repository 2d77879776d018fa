using System.Globalization;
using AkkaOrm.Compare.Runs;

namespace AkkaOrm.Compare.Reports;

/// <summary>The last lines of a run, for programs: one for each case and peer, then each peer's mean over all cases.</summary>
internal static class RatioLines
{
    public static void Write(TextWriter to, IReadOnlyList<CaseResult> results)
    {
        var ratios = results.SelectMany(r => r.Ratios, (r, x) => (r.Name, x.Peer, x.Ratio)).ToList();
        foreach (var (name, peer, ratio) in ratios) to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio {name} {peer} {ratio:0.00}"));
        foreach (var peer in ratios.GroupBy(r => r.Peer)) to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"geomean {peer.Key} {Statistics.GeometricMean(peer.Select(r => r.Ratio)):0.00}"));
    }
}
