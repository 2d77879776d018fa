using System.Globalization;
using System.Text;
using AkkaOrm.Compare.Runs;

namespace AkkaOrm.Compare.Reports;

/// <summary>A run as tables in Markdown: a table for each group of cases, a line for each case, a column for each peer.</summary>
internal static class PageTables
{
    public static string Of(IReadOnlyList<CaseResult> results, Machine machine, DateOnly date)
    {
        string[] peers = [.. results.SelectMany(r => r.Ratios).Select(r => r.Peer).Distinct().OrderBy(Place)];
        var page = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"Measured on {date:yyyy-MM-dd}: {machine}.\n"));
        foreach (var group in results.GroupBy(r => r.Group))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {group.Key}\n\n![{group.Key}](../bench/results/{RatioChart.FileName(group.Key)})\n\n");
            page.Append(CultureInfo.InvariantCulture, $"| case | AkkaOrm | {string.Join(" | ", peers)} |\n|---|--:|{string.Concat(peers.Select(_ => "--:|"))}\n");
            foreach (var result in group) page.Append(Line(result, peers));
        }

        page.Append(CultureInfo.InvariantCulture, $"\n### All cases\n\nGeometric means: {string.Join(", ", RatioLines.Means(results).OrderBy(m => Place(m.Peer)).Select(m => $"{m.Peer} {Cell(m.Mean)}"))}.\n");
        string[] remarks = [.. results.SelectMany(Others), .. results.Where(r => r.Remark is not null).GroupBy(r => r.Remark).Select(same => $"- {string.Join(", ", same.Select(r => $"`{r.Name}`"))}: {same.Key}\n")];
        if (remarks.Length > 0) page.Append("\n### Remarks\n\n").AppendJoin("", remarks);
        return page.ToString();
    }

    private static string Line(CaseResult result, string[] peers)
    {
        var title = $"`{result.Name}`: {result.Title.Replace("|", "\\|", StringComparison.Ordinal)}";
        if (result.Failure is not null) return $"| {title} | failed |{string.Concat(peers.Select(_ => " |"))}\n";
        var ratios = result.Ratios.ToDictionary(r => r.Peer, r => Cell(r.Ratio));
        var ours = result.Peers.First(p => p.Peer == CaseResult.Us).Median(result.Metric);
        var unit = result.Metric == Frame.Metric.Throughput ? " op/s" : "";
        return $"| {title} | {Figures.Of(result.Metric, ours)}{unit} | {string.Join(" | ", peers.Select(p => ratios.GetValueOrDefault(p, "")))} |\n";
    }

    /// <summary>What the contenders told beside their time or memory, a line for each figure.</summary>
    private static IEnumerable<string> Others(CaseResult result) =>
        from figure in result.Peers.SelectMany(p => p.Others, (p, o) => (o.What, Text: string.Create(CultureInfo.InvariantCulture, $"{p.Peer} {o.Value:#,0.##}")))
        group figure.Text by figure.What into figures
        select $"- `{result.Name}`, {figures.Key}: {string.Join(", ", figures)}\n";

    /// <summary>A loss is seen at a glance.</summary>
    private static string Cell(double ratio) => RatioLines.Two(ratio) is var text && double.Parse(text, CultureInfo.InvariantCulture) < 1 ? $"**{text} ▾**" : text;

    private static int Place(string peer) => Array.IndexOf(PeerNames.InOrder, peer) is >= 0 and var place ? place : int.MaxValue;
}
