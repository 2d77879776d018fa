using System.Diagnostics;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;

namespace AkkaOrm.Compare.Cases.Concurrency;

/// <summary>Many callers at once on everybody's ten connections, each waiting for its answer before it asks again.</summary>
/// <param name="callers">How many.</param>
internal abstract class CallersCase<T>(int callers) : Case
{
    private const int CallersThatAnswer = 8, AnswersEach = 3;

    public sealed override string Group => "Concurrency";

    public sealed override Metric Metric => Metric.Throughput;

    protected int Callers => callers;

    /// <summary>Of all callers together in one sample; a multiple of theirs.</summary>
    protected abstract int Operations(Arena arena);

    protected abstract Task<Arena> DataAsync(Arena arena);

    protected abstract IReadOnlyList<Side<T>> Sides(Arena arena);

    /// <summary>What came out of an operation.</summary>
    protected abstract void Tell(Digest digest, T result);

    /// <summary>Puts rows back, where operations write.</summary>
    protected virtual Func<Arena, Task>? Reset => null;

    /// <summary>What is in the database afterwards, where operations write.</summary>
    protected virtual Func<Arena, Task<string>>? Outcome => null;

    public override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await DataAsync(arena).ConfigureAwait(false);
        var sides = Sides(arena);
        var each = Math.Max(1, Operations(arena) / callers);
        return
        [
            .. sides.Select(side => new Contender(side.Peer, each * callers, sampler => RunAsync(side, each, sampler))
            {
                Answer = () => AnswerAsync(arena, side),
                Before = Reset is { } reset ? () => reset(arena) : null,
                Dispose = side.Dispose,
            }),
        ];
    }

    private async Task RunAsync(Side<T> side, int each, Sampler sampler) => await Task.WhenAll(Enumerable.Range(0, callers).Select(number => Task.Run(async () =>
    {
        var caller = await side.Open(number).ConfigureAwait(false);
        for (var i = 0; i < each; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await caller.Do(number * each + i).ConfigureAwait(false);
            sampler.Ended(started);
        }
        if (caller.End is { } end) await end().ConfigureAwait(false);
    }))).ConfigureAwait(false);

    private async Task<string> AnswerAsync(Arena arena, Side<T> side)
    {
        var digest = new Digest();
        for (var number = 0; number < Math.Min(callers, CallersThatAnswer); number++)
        {
            var caller = await side.Open(number).ConfigureAwait(false);
            for (var i = 0; i < AnswersEach; i++) Tell(digest, await caller.Do(number * AnswersEach + i).ConfigureAwait(false));
            if (caller.End is { } end) await end().ConfigureAwait(false);
        }
        return Outcome is { } outcome ? $"{digest}, then {await outcome(arena).ConfigureAwait(false)}" : digest.ToString();
    }
}
