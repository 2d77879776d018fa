using System.Text.Json;

namespace AkkaOrm.Compare.Reports;

public sealed class JsonReportTests
{
    [Fact]
    public void A_run_is_told_with_its_machine_its_ratios_and_every_sample()
    {
        var machine = new Machine(2, "an OS", "x64", "10.0.0", "15.1", new Dictionary<string, string>());
        var json = JsonDocument.Parse(JsonReport.Of([Given.Result("a", peers: [("akkaorm", 1), ("ef", 2)]), Given.Result("b", failure: "no")], machine, quick: true, new DateOnly(2030, 1, 2))).RootElement;
        Assert.Equal("2030-01-02", json.GetProperty("date").GetString());
        Assert.Equal(2, json.GetProperty("machine").GetProperty("cores").GetInt32());
        var ef = json.GetProperty("cases")[0].GetProperty("contenders")[1];
        Assert.Equal(("ef", 2.0, 2e6), (ef.GetProperty("peer").GetString(), ef.GetProperty("ratio").GetDouble(), ef.GetProperty("samples")[0].GetDouble()));
        Assert.Equal("no", json.GetProperty("cases")[1].GetProperty("failure").GetString());
        Assert.Equal(2, json.GetProperty("geomeans").GetProperty("ef").GetDouble());
    }

    [Fact]
    public void The_machine_has_no_name() =>
        Assert.DoesNotContain(Environment.MachineName, Machine.Here("15.1").ToString(), StringComparison.OrdinalIgnoreCase);
}
