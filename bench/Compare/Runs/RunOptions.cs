namespace AkkaOrm.Compare.Runs;

/// <summary>How long and how often.</summary>
/// <param name="Quick">Sizes are cut, and all cases share <see cref="QuickTotal"/>.</param>
/// <param name="Rounds">Samples of each contender, at most.</param>
/// <param name="WarmUp">Each case is warmed up for so long, by all contenders in turn.</param>
/// <param name="PerCase">No new round begins after so long; <see cref="LeastRounds"/> there are in any case.</param>
internal sealed record RunOptions(bool Quick, int Rounds, TimeSpan WarmUp, TimeSpan PerCase)
{
    /// <summary>What a quick run has for all cases together: with its start and its end it stays below a minute.</summary>
    public static readonly TimeSpan QuickTotal = TimeSpan.FromSeconds(18);

    public int LeastRounds => Quick ? 1 : Math.Min(3, Rounds);

    public static RunOptions Whole(int? rounds) => new(false, rounds ?? 11, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(20));

    public static RunOptions Short(int? rounds) => new(true, rounds ?? 3, TimeSpan.Zero, QuickTotal);

    /// <summary>For the next case: in a quick run its part of the time that is left, else as it is.</summary>
    /// <param name="spent">Since the first case began.</param>
    /// <param name="casesLeft">With the next one.</param>
    public RunOptions ForNext(TimeSpan spent, int casesLeft) =>
        Quick ? this with { PerCase = TimeSpan.FromTicks(Math.Max(0, (QuickTotal - spent).Ticks) / casesLeft) } : this;
}
