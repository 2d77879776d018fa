namespace AkkaOrm;

/// <summary>No connection was free in time. The request was not sent.</summary>
/// <param name="problem">How long was waited, and the setting behind it.</param>
public sealed class PoolExhaustedException(string problem) : AkkaOrmException(problem, null, isTransient: true)
{
    /// <inheritdoc/>
    public override string Code => "AKO-pool-exhausted";

    private protected override string DefaultHint =>
        "1. look for a session holding a transaction open  2. look for slow statements  3. raise akka.orm.connections.max-size  4. raise akka.orm.connections.acquire-timeout";
}
