namespace AkkaOrm.Compare.Runs;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3.0)]
    [InlineData(new[] { 9.0, 1.0, 4.0 }, 4.0)]
    [InlineData(new[] { 4.0, 1.0, 2.0, 100.0 }, 3.0)]
    public void The_median_is_in_the_middle_however_values_are_ordered(double[] values, double median) => Assert.Equal(median, Statistics.Median(values));

    [Fact]
    public void No_values_have_no_median() => Assert.Throws<ArgumentException>(() => Statistics.Median([]));

    [Theory]
    [InlineData(0.99, 99)]
    [InlineData(0.5, 50)]
    [InlineData(1, 100)]
    [InlineData(0.001, 1)]
    public void A_percentile_is_the_smallest_value_that_so_many_do_not_exceed(double part, double expected) =>
        Assert.Equal(expected, Statistics.Percentile(Enumerable.Range(1, 100).Reverse().Select(i => (double)i), part));

    [Fact]
    public void Twice_as_fast_and_half_as_fast_are_as_fast_on_the_whole() => Assert.Equal(1, Statistics.GeometricMean([2, 0.5]), 12);

    [Fact]
    public void Nothing_is_a_ratio_that_is_not_above_0() => Assert.Throws<ArgumentException>(() => Statistics.GeometricMean([1, 0]));
}
