namespace AkkaOrm.Compare.Runs;

public sealed class RunOptionsTests
{
    [Fact]
    public void In_a_quick_run_the_time_that_is_left_is_shared_by_the_cases_that_are_left() =>
        Assert.Equal((RunOptions.QuickTotal - TimeSpan.FromSeconds(5)) / 10, RunOptions.Short(null).ForNext(TimeSpan.FromSeconds(5), 10).PerCase);

    [Fact]
    public void A_quick_run_that_is_late_still_takes_one_round_of_each_case()
    {
        var late = RunOptions.Short(null).ForNext(TimeSpan.FromHours(1), 3);
        Assert.Equal(TimeSpan.Zero, late.PerCase);
        Assert.Equal(1, late.LeastRounds);
    }

    [Fact]
    public void A_whole_run_gives_each_case_its_time() => Assert.Equal(RunOptions.Whole(null), RunOptions.Whole(null).ForNext(TimeSpan.FromHours(1), 3));

    [Fact]
    public void Rounds_can_be_asked_for() => Assert.Equal((2, 2), (RunOptions.Whole(2).Rounds, RunOptions.Whole(2).LeastRounds));
}
