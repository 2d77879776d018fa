using System.Globalization;
using Spectre.Console;

namespace MusicStore;

/// <summary>What the store holds, for people to read, and where it differs from the file.</summary>
internal sealed class Report(Stock stock, Chinook data)
{
    private const int KnownRows = 15607;
    private const int KnownInvoices = 412;
    private const decimal KnownTotal = 2328.60m;

    /// <summary>Empty when all agrees.</summary>
    public IReadOnlyList<string> Differences { get; } = [.. Comparison.Differences(stock, data), .. Facts(stock)];

    public void Print(TimeSpan loading)
    {
        var sizes = new Table().Border(TableBorder.Rounded).AddColumn("table").AddColumn(new TableColumn("rows").RightAligned());
        foreach (var (table, rows) in stock.Sizes) sizes.AddRow(table, $"{rows:N0}");
        AnsiConsole.Write(sizes);
        Console.WriteLine($"rows {stock.Sizes.Sum(x => x.Rows)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"invoices {stock.Invoices.Count} total {stock.Invoices.Sum(i => i.Total):0.00}"));

        AnsiConsole.WriteLine();
        var best = new Table().Border(TableBorder.Rounded).Title("five best customers").AddColumn("customer").AddColumn("country").AddColumn(new TableColumn("spent").RightAligned());
        foreach (var (customer, spent) in stock.BestCustomers().Take(5)) best.AddRow(Markup.Escape(customer.FullName()), Markup.Escape(customer.Country), spent.ToString("0.00", CultureInfo.InvariantCulture));
        AnsiConsole.Write(best);

        var longest = stock.LongestPlaylist();
        var hours = TimeSpan.FromMilliseconds(longest.Tracks.Sum(t => (long)t.Milliseconds)).TotalHours;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"longest playlist: {longest.Name}, {longest.Tracks.Count} tracks, {hours:0.0} hours"));

        AnsiConsole.WriteLine();
        foreach (var employee in stock.Employees)
            Console.WriteLine($"{employee.FullName()}, {employee.Title}: {(stock.ManagersOf(employee).ToList() is { Count: > 0 } chain ? string.Join(" > ", chain.Select(m => m.FullName())) : "nobody above")}");

        AnsiConsole.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"loading took {loading.TotalSeconds:0.00} s"));
        foreach (var difference in Differences) AnsiConsole.MarkupLineInterpolated($"[red]{difference}[/]");
        if (Differences.Count == 0) AnsiConsole.MarkupLine("[green]all that came back agrees with the file[/]");
    }

    private static IEnumerable<string> Facts(Stock stock)
    {
        if (stock.Sizes.Sum(x => x.Rows) is var rows && rows != KnownRows) yield return $"{rows} rows instead of {KnownRows}";
        if (stock.Invoices.Count != KnownInvoices) yield return $"{stock.Invoices.Count} invoices instead of {KnownInvoices}";
        if (stock.Invoices.Sum(i => i.Total) is var total && total != KnownTotal) yield return $"invoices total {total} instead of {KnownTotal}";
        if (stock.Invoices.FirstOrDefault(i => i.Lines.Sum(l => l.UnitPrice * l.Quantity) != i.Total) is { } odd) yield return $"invoice {odd.Id} does not add up";
        if (stock.Employees.Count(e => !e.Manager.HasValue) != 1) yield return "more than one employee has nobody above";
    }
}
