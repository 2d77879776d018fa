using System.Diagnostics;
using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Peers;

/// <summary>Many who want something at the same time.</summary>
internal static class Callers
{
    /// <summary>So many callers share the operations: each takes the next as soon as its last one is done.</summary>
    /// <param name="sampler">Gets the time of each operation.</param>
    /// <param name="operation">Is given the operation's number, from 0.</param>
    public static Task RunAsync(int callers, int operations, Sampler sampler, Func<int, Task> operation)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < operations; i = Interlocked.Increment(ref next))
            {
                var started = Stopwatch.GetTimestamp();
                await operation(i).ConfigureAwait(false);
                sampler.Ended(started);
            }
        })));
    }
}
