using System.Globalization;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Runs;
using Spectre.Console;

namespace AkkaOrm.Compare.Reports;

/// <summary>One case for people: a line for each contender.</summary>
internal static class Tables
{
    public static void Write(CaseResult result)
    {
        if (result.Failure is { } failure)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{result.Name} failed:[/] {failure}");
            return;
        }

        var ratios = result.Ratios.ToDictionary(r => r.Peer, r => r.Ratio);
        var table = new Table().RoundedBorder().Title(Markup.Escape($"{result.Name}: {result.Title}"))
            .AddColumn("").AddColumn(Figures.Unit(result.Metric), c => c.RightAligned()).AddColumn("min–max", c => c.RightAligned());
        table.AddColumn("p99", c => c.RightAligned()).AddColumn("bytes/op", c => c.RightAligned()).AddColumn("ratio", c => c.RightAligned());
        foreach (var peer in result.Peers)
        {
            var ratio = ratios.TryGetValue(peer.Peer, out var r) ? string.Create(CultureInfo.InvariantCulture, $"{r:0.00}") : "";
            table.AddRow(
                peer.Peer,
                Figures.Of(result.Metric, peer.Median(result.Metric)),
                $"{Figures.Of(result.Metric, peer.Least(result.Metric))}–{Figures.Of(result.Metric, peer.Most(result.Metric))}",
                peer.P99 is { } p99 ? Figures.Of(Metric.Time, p99) : "",
                peer.BytesPerOperation is { } bytes ? Figures.Of(Metric.Memory, bytes) : "",
                r is > 0 and < 1 ? $"[red]{ratio}[/]" : $"[green]{ratio}[/]");
        }

        AnsiConsole.Write(table);
        if (result.Remark is { } remark) AnsiConsole.MarkupLineInterpolated($"[grey]{remark}[/]");
    }
}
