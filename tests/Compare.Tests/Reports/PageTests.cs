using AkkaOrm.Compare.Runs;

namespace AkkaOrm.Compare.Reports;

public sealed class PageTests
{
    private static readonly Machine Machine = new(2, "an OS", "x64", "10.0.0", "15.1", new Dictionary<string, string> { ["Dapper"] = "2.1" });

    [Fact]
    public void Only_what_stands_between_the_marks_is_written_anew() =>
        Assert.Equal($"# Title\n\n{Page.Begin}\n\nnew\n\n{Page.End}\n\nafter\n", Page.Rewrite($"# Title\n\n{Page.Begin}\nold\n{Page.End}\n\nafter\n", "new\n"));

    [Fact]
    public void Writing_the_same_figures_again_changes_nothing()
    {
        var page = Page.Rewrite($"{Page.Begin}\n{Page.End}\n", "figures");
        Assert.Equal(page, Page.Rewrite(page, "figures"));
    }

    [Theory]
    [InlineData("no marks at all")]
    [InlineData(Page.Begin)]
    [InlineData(Page.End + "\n" + Page.Begin)]
    public void A_page_without_a_place_for_figures_is_refused(string page) =>
        Assert.Contains(Page.Begin, Assert.Throws<InvalidOperationException>(() => Page.Rewrite(page, "new")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_page_of_performance_has_a_place_for_figures() =>
        Assert.Contains("figures of a test", Page.Rewrite(File.ReadAllText(Path.Combine(Root(), "docs", "performance.md")), "figures of a test"), StringComparison.Ordinal);

    [Fact]
    public void Peers_have_a_column_each_and_losses_are_marked()
    {
        var text = PageTables.Of([Given.Result("by-key", peers: [("akkaorm", 0.001), ("ef", 0.002), ("raw", 0.0005)])], Machine, new DateOnly(2030, 1, 2));
        Assert.Contains("Measured on 2030-01-02: 2 cores, an OS (x64), .NET 10.0.0, PostgreSQL 15.1; Dapper 2.1.", text, StringComparison.Ordinal);
        Assert.Contains("| case | AkkaOrm | raw | ef |\n|---|--:|--:|--:|\n| `by-key`: what by-key does | 1.00 ms | **0.50 ▾** | 2.00 |\n", text, StringComparison.Ordinal);
        Assert.Contains("raw **0.50 ▾**, ef 2.00.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_takes_no_part_leaves_its_cell_empty()
    {
        var text = PageTables.Of([Given.Result("a", peers: [("akkaorm", 1), ("ef", 2), ("raw", 1)]), Given.Result("b", peers: [("akkaorm", 1), ("ef", 3)])], Machine, default);
        Assert.Contains("| `b`: what b does | 1.00 s |  | 3.00 |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_remark_of_several_cases_is_told_once()
    {
        var text = PageTables.Of([Given.Result("a", peers: [("akkaorm", 1)]) with { Remark = "why" }, Given.Result("b", peers: [("akkaorm", 1)]) with { Remark = "why" }], Machine, default);
        Assert.Contains("\n- `a`, `b`: why\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_contenders_told_beside_their_figure_has_a_line()
    {
        var sample = Given.Sample(1) with { Others = new Dictionary<string, double> { ["connections"] = 2 } };
        var text = PageTables.Of([Given.Result("idle") with { Peers = [new PeerResult("akkaorm", [sample]), new PeerResult("ef", [sample])] }], Machine, default);
        Assert.Contains("\n- `idle`, connections: akkaorm 2, ef 2\n", text, StringComparison.Ordinal);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AkkaOrm.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
