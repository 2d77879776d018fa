using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Children;

/// <summary>A case whose contenders each work in a process of their own, a new one for each sample.</summary>
internal abstract class ChildCase : Case
{
    public sealed override bool WarmsUp => false;

    /// <summary>Who takes part; ours first.</summary>
    public abstract IReadOnlyList<string> Peers { get; }

    /// <summary>The database all of them work on.</summary>
    protected abstract Task<Arena> FillAsync(Arena arena);

    /// <summary>The work, in the child process. Each peer makes its own data source.</summary>
    public abstract Task<ChildReport> WorkAsync(string peer, string connectionString, bool quick);

    public sealed override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        var filled = await FillAsync(arena).ConfigureAwait(false);
        return [.. Peers.Select(peer => Contender(peer, filled))];
    }

    private Contender Contender(string peer, Arena arena)
    {
        // In a quick run the process that answers is the first sample too: processes are what costs time here.
        ChildEnd? first = null;
        return new Contender(peer, 1, SampleAsync) { Answer = AnswerAsync };

        async Task<string> AnswerAsync()
        {
            var end = await ChildProcess.RunAsync(this, peer, arena).ConfigureAwait(false);
            if (arena.Quick) first = end;
            return end.Report.Answer;
        }

        async Task SampleAsync(Sampler sampler)
        {
            var end = first ?? await ChildProcess.RunAsync(this, peer, arena).ConfigureAwait(false);
            first = null;
            sampler.Took(end.Took);
            if (end.Report.HeldBytes is { } held) sampler.Held(held);
            foreach (var (what, value) in end.Report.Others ?? new Dictionary<string, double>()) sampler.Also(what, value);
        }
    }
}
