using System.Diagnostics;
using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Runs;

/// <summary>Takes one sample: rows put back, garbage of others collected, then time and allocation.</summary>
internal static class Stopwatches
{
    public static async Task<Sample> SampleAsync(Contender contender)
    {
        if (contender.Before is { } before) await before().ConfigureAwait(false);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        var sampler = new Sampler();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        await contender.Sample(sampler).ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(started);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;

        // One that measured itself elsewhere allocated elsewhere too.
        long? allocated = sampler.Elapsed is null && sampler.PeakBytes is null ? bytes : null;
        return new Sample(
            (sampler.Elapsed ?? took).TotalSeconds,
            contender.Operations,
            sampler.AllocatedBytes ?? allocated,
            sampler.PeakBytes,
            [.. sampler.Latencies.Select(ticks => ticks * 1e6 / Stopwatch.Frequency)],
            sampler.Others);
    }
}
