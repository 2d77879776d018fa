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
        // Processes are what costs time here: in a quick run those that answer are the samples too, and as many run at once as there are cores.
        var cores = new SemaphoreSlim(Environment.ProcessorCount);
        Task<ChildEnd>[]? quick = arena.Quick ? [.. Peers.Select(peer => InTurnAsync(cores, peer, filled))] : null;
        return [.. Peers.Select((peer, i) => Contender(() => quick?[i] ?? ChildProcess.RunAsync(this, peer, filled), peer))];
    }

    private static Contender Contender(Func<Task<ChildEnd>> run, string peer) => new(peer, 1, async sampler =>
    {
        var end = await run().ConfigureAwait(false);
        sampler.Took(end.Took);
        if (end.Report.HeldBytes is { } held) sampler.Held(held);
        foreach (var (what, value) in end.Report.Others ?? new Dictionary<string, double>()) sampler.Also(what, value);
    })
    {
        Answer = async () => (await run().ConfigureAwait(false)).Report.Answer,
    };

    private async Task<ChildEnd> InTurnAsync(SemaphoreSlim cores, string peer, Arena arena)
    {
        await cores.WaitAsync().ConfigureAwait(false);
        try
        {
            return await ChildProcess.RunAsync(this, peer, arena).ConfigureAwait(false);
        }
        finally
        {
            cores.Release();
        }
    }
}
