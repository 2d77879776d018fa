namespace AkkaOrm;

/// <summary>Two transactions waited for each other, and the server ended this one (40P01).</summary>
/// <param name="problem">What was being done.</param>
/// <param name="inner">What the driver said.</param>
public sealed class DeadlockException(string problem, Exception? inner = null) : AkkaOrmException(problem, inner, isTransient: true)
{
    /// <inheritdoc/>
    public override string Code => "AKO-deadlock";

    private protected override string DefaultDetail => "nothing of the unit was written; the other transaction went on";

    private protected override string DefaultHint =>
        "1. run the whole unit again: RetryAsync does  2. write rows in one unit instead of several flushes: a unit locks rows in key order  3. lock rows in one order in your own SQL";
}
