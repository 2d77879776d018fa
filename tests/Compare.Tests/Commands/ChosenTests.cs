using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Commands;

public sealed class ChosenTests
{
    private static readonly Case[] All = [.. new[] { "by-key-1", "by-key-64", "by-key", "insert-1000" }.Select(n => new Given.NamedCase(n))];

    [Fact]
    public void No_name_means_all() => Assert.Equal(4, Choose().Count);

    [Fact]
    public void A_beginning_means_all_that_begin_so() => Assert.Equal(["by-key-1", "by-key-64"], Choose("by-key-"));

    [Fact]
    public void A_whole_name_means_that_case_alone() => Assert.Equal(["by-key"], Choose("by-key"));

    [Fact]
    public void Several_names_mean_all_of_them_once_in_the_order_of_the_list() => Assert.Equal(["by-key-1", "insert-1000"], Choose("ins", "by-key-1", "insert"));

    [Fact]
    public void A_strange_name_is_told_with_the_nearest()
    {
        Assert.False(Chosen.TryChoose(All, ["insrt-1000", "by-key"], out _, out var unknown));
        Assert.StartsWith("there is no case \"insrt-1000\"; the nearest are insert-1000, ", unknown, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', unknown!);
    }

    [Theory]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "axc", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_letters_put_in_left_out_or_changed(string a, string b, int distance) => Assert.Equal(distance, Chosen.Distance(a, b));

    private static IReadOnlyList<string> Choose(params string[] names)
    {
        Assert.True(Chosen.TryChoose(All, names, out var cases, out var unknown), unknown);
        return [.. cases.Select(c => c.Name)];
    }
}
