namespace AkkaOrm;

/// <summary>The time given to the command was over before its answer was there. What it had begun is rolled back.</summary>
/// <param name="problem">How long it was given, and by which setting or option.</param>
/// <param name="inner">What the driver said.</param>
public sealed class DeadlineExceededException(string problem, Exception? inner = null) : AkkaOrmException(problem, inner)
{
    /// <inheritdoc/>
    public override string Code => "AKO-deadline";

    private protected override string DefaultHint => "1. look at the statement: ExplainAsync, missing index, a lock held by another  2. ask for less at a time, or stream  3. give it more: SessionOptions.Timeout, UnitOptions.Timeout";
}
