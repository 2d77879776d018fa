namespace AkkaOrm.Compare.Runs;

public sealed class AnswersTests
{
    [Fact]
    public void Equal_answers_are_fine() => Assert.Null(Answers.Difference([("akkaorm", "3 rows 77"), ("ef", "3 rows 77")]));

    [Fact]
    public void Unequal_answers_are_told_with_who_said_what()
    {
        var difference = Answers.Difference([("akkaorm", "3 rows 77"), ("ef", "2 rows 76")]);
        Assert.Contains("nothing was timed", difference, StringComparison.Ordinal);
        Assert.Contains("akkaorm: 3 rows 77", difference, StringComparison.Ordinal);
        Assert.Contains("ef: 2 rows 76", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_answers_are_cut() => Assert.True(Answers.Difference([("akkaorm", new string('x', 10_000)), ("ef", "")])!.Length < 1000);

    [Fact]
    public void A_case_without_contenders_is_a_fault() => Assert.NotNull(Answers.Difference([]));
}
