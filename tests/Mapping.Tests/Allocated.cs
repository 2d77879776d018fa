using Xunit;

namespace AkkaOrm;

/// <summary>Holds what an operation leaves on the heap, which no machine makes larger or smaller.</summary>
internal static class Allocated
{
    /// <summary>Bytes of one operation by this thread once everything it needs is there.</summary>
    public static long By(Action operation)
    {
        for (var i = 0; i < 50; i++) operation();
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++) operation();
            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / 20);
        }
        return least;
    }

    /// <param name="pinned">What it was when it was looked at last, without optimisation. Where it has fallen by a fifth, lower it: what was won is held then.</param>
    /// <param name="actual">What it is now.</param>
    public static void AtMost(long pinned, long actual) =>
        Assert.True(actual <= pinned + Math.Max(pinned / 20, 16), $"{actual} bytes instead of {pinned}: if that is what it costs, and it is worth it, change the number");
}
