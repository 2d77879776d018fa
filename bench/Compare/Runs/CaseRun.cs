using System.Diagnostics;
using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Runs;

/// <summary>One case from its preparation to its result.</summary>
internal sealed class CaseRun(Case @case, RunOptions options, Action<string> stage)
{
    public async Task<CaseResult> RunAsync(Arena arena, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        IReadOnlyList<Contender> contenders = [];
        try
        {
            stage("prepares");
            contenders = await @case.PrepareAsync(arena).ConfigureAwait(false);
            stage("compares answers");
            if (await Answers.DifferenceAsync(contenders, ct).ConfigureAwait(false) is { } difference) return CaseResult.Failed(@case, difference);
            if (@case.WarmsUp)
            {
                stage("warms up");
                await WarmUpAsync(contenders, clock, ct).ConfigureAwait(false);
            }

            return CaseResult.Of(@case, await MeasureAsync(contenders, clock, ct).ConfigureAwait(false));
        }
        finally
        {
            foreach (var contender in contenders)
            {
                if (contender.Dispose is { } dispose) await dispose().ConfigureAwait(false);
            }
        }
    }

    private async Task WarmUpAsync(IReadOnlyList<Contender> contenders, Stopwatch clock, CancellationToken ct)
    {
        // In a quick run the answers have warmed up enough once they took a quarter of the case's time.
        if (options.Quick && clock.Elapsed > options.PerCase / 4) return;
        var began = clock.Elapsed;
        do await RoundAsync(contenders, ct).ConfigureAwait(false); while (clock.Elapsed - began < options.WarmUp);
    }

    private async Task<IReadOnlyList<PeerResult>> MeasureAsync(IReadOnlyList<Contender> contenders, Stopwatch clock, CancellationToken ct)
    {
        List<Sample>[] samples = [.. contenders.Select(_ => new List<Sample>())];
        // Preparing counts in a quick run only, where the case's time is all it has.
        if (!options.Quick) clock.Restart();
        // Where samples are processes or waiting, a quick run takes one.
        var rounds = options.Quick && !@case.WarmsUp ? 1 : options.Rounds;
        for (var round = 0; round < rounds && (round < options.LeastRounds || clock.Elapsed < options.PerCase); round++)
        {
            stage($"round {round + 1} of {rounds}");
            var taken = await RoundAsync(contenders, ct).ConfigureAwait(false);
            for (var i = 0; i < taken.Count; i++) samples[i].Add(taken[i]);
        }

        return [.. contenders.Select((c, i) => new PeerResult(c.Peer, samples[i]))];
    }

    private static async Task<IReadOnlyList<Sample>> RoundAsync(IReadOnlyList<Contender> contenders, CancellationToken ct)
    {
        var samples = new List<Sample>(contenders.Count);
        foreach (var contender in contenders)
        {
            ct.ThrowIfCancellationRequested();
            samples.Add(await Stopwatches.SampleAsync(contender).ConfigureAwait(false));
        }

        return samples;
    }
}
