namespace AkkaOrm.Compare.Runs;

/// <summary>How long and how often.</summary>
/// <param name="Quick">Sizes are cut, and all cases share <see cref="Total"/>.</param>
/// <param name="Rounds">Samples of each contender, at most.</param>
/// <param name="WarmUp">Each case is warmed up for so long, by all contenders in turn.</param>
/// <param name="PerCase">No new round begins after so long; three rounds there are in any case, one in a quick run.</param>
internal sealed record RunOptions(bool Quick, int Rounds, TimeSpan WarmUp, TimeSpan PerCase)
{
    /// <summary>What a quick run has for all cases together: with its start and end it stays below a minute.</summary>
    public static readonly TimeSpan Total = TimeSpan.FromSeconds(45);

    public int LeastRounds => Quick ? 1 : 3;

    public static RunOptions Whole(int? rounds) => new(false, rounds ?? 11, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(30));

    public static RunOptions Short(int? rounds) => new(true, rounds ?? 3, TimeSpan.Zero, Total);
}
