namespace AkkaOrm;

/// <summary>The answer to COMMIT was lost: the unit is written, or it is not. It was not repeated, and must not be repeated blindly.</summary>
/// <param name="problem">When and how the answer was lost.</param>
/// <param name="inner">What the network or the driver said.</param>
public sealed class CommitInDoubtException(string problem, Exception? inner = null) : AkkaOrmException(problem, inner)
{
    /// <inheritdoc/>
    public override string Code => "AKO-in-doubt";

    private protected override string DefaultDetail => "everything of the unit happened, or nothing";

    private protected override string DefaultHint => "1. read the rows in another session and compare  2. do not send it again before you know: it could happen twice";
}
