using System.Diagnostics;
using Xunit;

namespace AkkaOrm.Servers;

/// <summary>A process is told from a later one with the same number.</summary>
public sealed class ProcessMarkTests
{
    [Fact]
    public void A_living_process_is_not_gone_and_survives_the_trip_through_text()
    {
        var mark = ProcessMark.OfThisProcess();

        Assert.Equal(mark, ProcessMark.Parse(mark.ToString()));
        Assert.False(mark.IsGone);
    }

    [Fact]
    public void Another_process_with_the_same_number_counts_as_gone() =>
        Assert.True((ProcessMark.OfThisProcess() with { Started = 1 }).IsGone);

    [Fact]
    public void A_process_of_another_machine_does_not_count_as_gone() =>
        Assert.False((ProcessMark.OfThisProcess() with { Started = 1, Scope = "elsewhere" }).IsGone);

    [Fact]
    public void An_ended_process_is_gone()
    {
        using var process = Process.Start("sleep", ["0"]);
        process.WaitForExit();

        Assert.True((ProcessMark.OfThisProcess() with { Id = process.Id }).IsGone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("twelve 1 here")]
    public void A_text_that_is_no_mark_is_none(string text) => Assert.Null(ProcessMark.Parse(text));
}
