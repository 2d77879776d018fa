using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Reports;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0.5, "500 ns")]
    [InlineData(12.34, "12.3 µs")]
    [InlineData(1500, "1.50 ms")]
    [InlineData(2_000_000, "2.00 s")]
    public void Times_have_three_digits_and_a_unit(double microseconds, string text) => Assert.Equal(text, Figures.Of(Metric.Time, microseconds));

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(1536, "1.50 KiB")]
    [InlineData(50 * 1048576, "50.0 MiB")]
    public void Bytes_too(double bytes, string text) => Assert.Equal(text, Figures.Of(Metric.Memory, bytes));

    [Fact]
    public void Throughput_is_told_in_whole_operations() => Assert.Equal("12,346", Figures.Of(Metric.Throughput, 12345.6));
}
