using System.Diagnostics;
using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Runs;

/// <summary>One case from its preparation to its result.</summary>
internal sealed class CaseRun(Case @case, RunOptions options, Action<string> stage)
{
    public async Task<CaseResult> RunAsync(Arena arena, CancellationToken ct)
    {
        IReadOnlyList<Contender> contenders = [];
        try
        {
            stage("prepares");
            contenders = await @case.PrepareAsync(arena).ConfigureAwait(false);
            stage("answers");
            if (await Answers.DifferenceAsync(contenders, ct).ConfigureAwait(false) is { } difference) return CaseResult.Failed(@case, difference);
            return CaseResult.Of(@case, await MeasureAsync(contenders, ct).ConfigureAwait(false));
        }
        finally
        {
            foreach (var contender in contenders)
            {
                if (contender.Dispose is { } dispose) await dispose().ConfigureAwait(false);
            }
        }
    }

    private async Task<IReadOnlyList<PeerResult>> MeasureAsync(IReadOnlyList<Contender> contenders, CancellationToken ct)
    {
        stage("warms up");
        var clock = Stopwatch.StartNew();
        do await RoundAsync(contenders, ct).ConfigureAwait(false); while (clock.Elapsed < options.WarmUp);

        List<Sample>[] samples = [.. contenders.Select(_ => new List<Sample>())];
        clock.Restart();
        for (var round = 0; round < options.Rounds && (round < options.LeastRounds || clock.Elapsed < options.PerCase); round++)
        {
            stage($"round {round + 1} of {options.Rounds}");
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
            samples.Add(await SampleAsync(contender).ConfigureAwait(false));
        }

        return samples;
    }

    private static async Task<Sample> SampleAsync(Contender contender)
    {
        if (contender.Before is { } before) await before().ConfigureAwait(false);
        // Nobody pays for what others left behind.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        var sampler = new Sampler();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        await contender.Sample(sampler).ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(started);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;

        var latencies = sampler.Latencies.Select(ticks => ticks * 1e6 / Stopwatch.Frequency);
        return new Sample(took.TotalSeconds, contender.Operations, bytes, sampler.PeakBytes, [.. latencies]);
    }
}
