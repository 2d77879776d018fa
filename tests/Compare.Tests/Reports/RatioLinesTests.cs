using System.Globalization;

namespace AkkaOrm.Compare.Reports;

public sealed class RatioLinesTests
{
    [Fact]
    public void Each_case_and_peer_has_a_line_and_then_each_peer_its_mean()
    {
        var lines = RatioLines.Of([
            Given.Result("by-key-1", peers: [("akkaorm", 1), ("ef", 2), ("raw", 0.5)]),
            Given.Result("broken", failure: "no"),
            Given.Result("insert", peers: [("akkaorm", 1), ("ef", 8)])]);
        Assert.Equal(["ratio by-key-1 ef 2.00", "ratio by-key-1 raw 0.50", "ratio insert ef 8.00", "geomean ef 4.00", "geomean raw 0.50"], lines);
    }

    [Fact]
    public void No_culture_changes_the_point()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };
            Assert.Equal(["ratio a ef 1234.50", "geomean ef 1234.50"], RatioLines.Of([Given.Result("a", peers: [("akkaorm", 1), ("ef", 1234.5)])]));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(1.234, "1.23")]
    [InlineData(0.1, "0.10")]
    [InlineData(0.0123, "0.0123")]
    public void Small_ratios_keep_digits_that_count(double ratio, string text) => Assert.Equal(text, RatioLines.Two(ratio));
}
