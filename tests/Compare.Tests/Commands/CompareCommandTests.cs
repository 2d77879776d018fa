using System.Text.RegularExpressions;
using AkkaOrm.Compare.Cases;

namespace AkkaOrm.Compare.Commands;

public sealed class CompareCommandTests
{
    [Theory]
    [InlineData("--rounds", "0")]
    [InlineData("--rounds", "many")]
    [InlineData("--nonsense")]
    public void A_command_line_without_sense_is_refused(params string[] args) => Assert.NotEmpty(CompareCommand.Create().Parse(args).Errors);

    [Theory]
    [InlineData("--quick", "--json", "file.json")]
    [InlineData("--case", "by-key-1", "--case", "insert", "--rounds", "3")]
    public void Options_are_understood(params string[] args) => Assert.Empty(CompareCommand.Create().Parse(args).Errors);

    [Fact]
    public void Names_of_cases_are_unique_and_written_alike()
    {
        var names = AllCases.List().Select(c => c.Name).ToList();
        Assert.NotEmpty(names);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names, n => Assert.Matches(new Regex("^[a-z0-9]+(-[a-z0-9]+)*$"), n));
    }

    [Fact]
    public void Cases_of_a_group_stand_in_the_order_of_their_numbers()
    {
        var callers = AllCases.List().Where(c => c.Group == "Over a network" && c.Name.StartsWith("rtt-2ms-by-key-", StringComparison.Ordinal)).Select(c => c.Name);
        Assert.Equal(["rtt-2ms-by-key-1", "rtt-2ms-by-key-64"], callers);
        Assert.True(Place("by-key-64") < Place("by-key-512"));
    }

    private static int Place(string name) => AllCases.List().Select(c => c.Name).ToList().IndexOf(name);
}
