using System.Globalization;
using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Reports;

/// <summary>Numbers as people read them: three digits and a unit, never in a culture of the machine.</summary>
internal static class Figures
{
    public static string Unit(Metric metric) => metric switch
    {
        Metric.Time => "time/op",
        Metric.Throughput => "op/s",
        _ => "held",
    };

    /// <param name="value">Microseconds, operations in a second, or bytes.</param>
    public static string Of(Metric metric, double value) => metric switch
    {
        Metric.Time => value < 1 ? $"{Digits(value * 1000)} ns" : value < 1000 ? $"{Digits(value)} µs" : value < 1e6 ? $"{Digits(value / 1000)} ms" : $"{Digits(value / 1e6)} s",
        Metric.Throughput => Math.Round(value).ToString("#,0", CultureInfo.InvariantCulture),
        _ => value < 1024 ? $"{Digits(value)} B" : value < 1 << 20 ? $"{Digits(value / 1024)} KiB" : $"{Digits(value / (1 << 20))} MiB",
    };

    private static string Digits(double value) =>
        value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
