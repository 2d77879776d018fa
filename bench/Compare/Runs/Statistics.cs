namespace AkkaOrm.Compare.Runs;

/// <summary>The few figures a result is told in.</summary>
internal static class Statistics
{
    /// <summary>The value in the middle; of an even number of values the mean of the two in the middle.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) throw new ArgumentException("no values have no median", nameof(values));
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The smallest value that at least this part of all values does not exceed (nearest rank).</summary>
    /// <param name="values">In any order, at least one.</param>
    /// <param name="part">Above 0, at most 1.</param>
    public static double Percentile(IEnumerable<double> values, double part)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) throw new ArgumentException("no values have no percentile", nameof(values));
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>The mean for ratios: twice as fast and half as fast make 1.</summary>
    /// <exception cref="ArgumentException">There is no value, or one is not above 0.</exception>
    public static double GeometricMean(IEnumerable<double> ratios)
    {
        double[] all = [.. ratios];
        if (all.Length == 0) throw new ArgumentException("no ratios have no mean", nameof(ratios));
        if (Array.Exists(all, r => !(r > 0))) throw new ArgumentException("a ratio is above 0", nameof(ratios));
        return Math.Exp(all.Average(Math.Log));
    }
}
