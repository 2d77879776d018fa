using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Runs;

public sealed class RatiosTests
{
    [Fact]
    public void A_peer_that_takes_twice_our_time_gives_2() => Assert.Equal(2, Ratio(Metric.Time, [Sampled(1)], [Sampled(2)]));

    [Fact]
    public void A_peer_that_does_half_as_much_in_the_same_time_gives_2() => Assert.Equal(2, Ratio(Metric.Throughput, [Sampled(1, operations: 200)], [Sampled(1, operations: 100)]));

    [Fact]
    public void A_peer_that_holds_half_as_much_gives_a_half() => Assert.Equal(0.5, Ratio(Metric.Memory, [Sampled(1, peak: 1000)], [Sampled(9, peak: 500)]));

    /// <summary>Medians of each side alone would give 1: here they are disturbed in different rounds.</summary>
    [Fact]
    public void The_ratio_is_the_median_of_the_ratios_of_each_round() =>
        Assert.Equal(2, Ratio(Metric.Time, [Sampled(1), Sampled(2), Sampled(4)], [Sampled(2), Sampled(4), Sampled(2)]));

    [Fact]
    public void Time_is_told_for_an_operation_in_microseconds() => Assert.Equal(500, Sampled(0.05, operations: 100).Value(Metric.Time), 9);

    [Fact]
    public void Bytes_are_told_for_an_operation() => Assert.Equal(30, new PeerResult("ef", [Sampled(1, 10, bytes: 300), Sampled(1, 10, bytes: 100), Sampled(1, 10, bytes: 900)]).BytesPerOperation);

    [Fact]
    public void A_sample_that_does_not_say_what_it_held_is_a_fault_of_its_case() => Assert.Throws<InvalidOperationException>(() => Sampled(1).Value(Metric.Memory));

    [Fact]
    public void A_case_that_failed_has_no_ratios() => Assert.Empty(Given.Result("a", failure: "broken").Ratios);

    private static double Ratio(Metric metric, Sample[] ours, Sample[] theirs) => new PeerResult("akkaorm", ours).RatioTo(new PeerResult("ef", theirs), metric);

    private static Sample Sampled(double seconds, int operations = 1, long? peak = null, long? bytes = null) => Given.Sample(seconds, operations, peak, bytes);
}
