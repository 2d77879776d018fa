namespace AkkaOrm;

/// <summary>The request was refused at once, because the waiting line is full or it could not have been served in time. It was not sent.</summary>
/// <param name="problem">How long the line is, and the setting behind it.</param>
public sealed class OverloadedException(string problem) : AkkaOrmException(problem, null, isTransient: true)
{
    /// <inheritdoc/>
    public override string Code => "AKO-overloaded";

    /// <summary>When asking again is likely to be of use.</summary>
    public TimeSpan RetryAfter { get; init; }

    private protected override string DefaultHint =>
        FormattableString.Invariant($"1. ask again after {RetryAfter.TotalMilliseconds:0} ms  2. ask for less at a time  3. look for slow statements  4. raise akka.orm.connections.max-size");
}
