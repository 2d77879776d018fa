using System.Diagnostics;

namespace AkkaOrm.Wires;

/// <summary>By how much delayed bytes were passed on later than they should have been.</summary>
internal sealed class Lateness
{
    private long _chunks;
    private long _ticks;

    /// <summary>The mean; zero when nothing was delayed yet.</summary>
    public TimeSpan Mean => Interlocked.Read(ref _chunks) is > 0 and var chunks ? TimeSpan.FromSeconds((double)Interlocked.Read(ref _ticks) / chunks / Stopwatch.Frequency) : TimeSpan.Zero;

    public void Add(long ticks)
    {
        Interlocked.Increment(ref _chunks);
        Interlocked.Add(ref _ticks, ticks);
    }
}
