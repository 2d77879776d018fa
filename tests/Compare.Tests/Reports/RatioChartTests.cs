using System.Xml.Linq;

namespace AkkaOrm.Compare.Reports;

public sealed class RatioChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_chart_is_well_formed_and_has_a_dot_for_each_ratio()
    {
        var chart = XDocument.Parse(RatioChart.Of("Reading & more", [Given.Result("a<b", peers: [("akkaorm", 1), ("ef", 2), ("raw", 0.5)]), Given.Result("broken", failure: "no")]));
        Assert.Equal(2, chart.Descendants(Svg + "title").Count());
        Assert.Contains(chart.Descendants(Svg + "text"), t => t.Value == "a<b");
        Assert.DoesNotContain(chart.Descendants(Svg + "text"), t => t.Value == "broken");
    }

    [Fact]
    public void Better_stands_right_of_1_and_worse_left_of_it()
    {
        var chart = XDocument.Parse(RatioChart.Of("g", [Given.Result("a", peers: [("akkaorm", 1), ("ef", 2), ("raw", 0.5), ("dapper", 1)])]));
        var dots = chart.Descendants(Svg + "circle").Where(c => c.Element(Svg + "title") is not null).ToDictionary(c => c.Value.Split(' ')[0], c => (double)c.Attribute("cx")!);
        Assert.True(dots["raw"] < dots["dapper"] && dots["dapper"] < dots["ef"]);
    }

    [Fact]
    public void A_group_whose_cases_all_failed_has_an_empty_chart() => Assert.NotNull(XDocument.Parse(RatioChart.Of("g", [Given.Result("a", failure: "no")])).Root);

    [Theory]
    [InlineData("Reading", "reading.svg")]
    [InlineData("Many callers", "many-callers.svg")]
    public void A_chart_is_named_after_its_group(string group, string file) => Assert.Equal(file, RatioChart.FileName(group));
}
