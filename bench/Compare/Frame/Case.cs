namespace AkkaOrm.Compare.Frame;

/// <summary>One piece of work, done by AkkaOrm and by each peer on the same server with the same rows.</summary>
/// <remarks>
/// The runner prepares the case, has every contender answer once and compares the answers, warms all of them up, and then
/// takes samples in turn: ours, peer, peer, ours, peer, peer, ….
/// </remarks>
internal abstract class Case
{
    /// <summary>What <c>--case</c> and the last lines call it: lower case with hyphens, such as <c>by-key-64</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The heading of its table: what is done, in one line, with sizes.</summary>
    public abstract string Title { get; }

    /// <summary>The part of the page it stands in, such as "Reading".</summary>
    public abstract string Group { get; }

    /// <summary>What the ratio is made of.</summary>
    public virtual Metric Metric => Metric.Time;

    /// <summary>What is worth saying about the result: why we lose, what a peer does not do.</summary>
    public virtual string? Remark => null;

    /// <summary>Whether samples are taken before those that count. Not where each sample is a new process, or mostly waiting.</summary>
    public virtual bool WarmsUp => true;

    /// <summary>Makes tables and rows, and everybody who takes part; ours first.</summary>
    public abstract Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena);
}
