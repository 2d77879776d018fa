using System.Globalization;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Runs;
using Spectre.Console;

namespace AkkaOrm.Compare.Reports;

/// <summary>One case for people: a line for each contender.</summary>
internal static class Tables
{
    public static void Write(IAnsiConsole to, CaseResult result)
    {
        if (result.Failure is { } failure)
        {
            to.MarkupLineInterpolated($"[red]{result.Name} failed.[/] {failure}");
            return;
        }

        to.MarkupLineInterpolated($"[bold]{result.Name}[/]  {result.Title}");
        var timed = result.Peers.Any(p => p.P99 is not null);
        var counted = result.Peers.Any(p => p.BytesPerOperation is not null);
        var table = new Table().RoundedBorder().AddColumn("").AddColumn(Right(Figures.Unit(result.Metric))).AddColumn(Right("min–max"));
        if (timed) table.AddColumn(Right("p99"));
        if (counted) table.AddColumn(Right("bytes/op"));
        table.AddColumn(Right("ratio"));
        var ratios = result.Ratios.ToDictionary(r => r.Peer, r => r.Ratio);
        foreach (var peer in result.Peers)
        {
            List<string> cells =
            [
                peer.Peer,
                Figures.Of(result.Metric, peer.Median(result.Metric)),
                $"{Figures.Of(result.Metric, peer.Least(result.Metric))}–{Figures.Of(result.Metric, peer.Most(result.Metric))}",
            ];
            if (timed) cells.Add(peer.P99 is { } p99 ? Figures.Of(Metric.Time, p99) : "");
            if (counted) cells.Add(peer.BytesPerOperation is { } bytes ? Figures.Of(Metric.Memory, bytes) : "");
            cells.Add(ratios.TryGetValue(peer.Peer, out var ratio) ? Coloured(ratio) : "");
            table.AddRow([.. cells]);
        }

        to.Write(table);
        foreach (var what in result.Peers.SelectMany(p => p.Others, (p, o) => (p.Peer, o.What, o.Value)).GroupBy(o => o.What))
        {
            to.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[grey]{what.Key}: {string.Join(", ", what.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Peer} {o.Value:#,0.##}")))}[/]");
        }

        if (result.Remark is { } remark) to.MarkupLineInterpolated($"[grey]{remark}[/]");
    }

    private static TableColumn Right(string heading) => new TableColumn(heading).RightAligned();

    private static string Coloured(double ratio) => string.Create(CultureInfo.InvariantCulture, $"[{(ratio < 1 ? "red" : "green")}]{ratio:0.00}[/]");
}
