namespace AkkaOrm;

/// <summary>The transaction cannot be put in an order with others that ran beside it (40001). It was rolled back.</summary>
/// <param name="problem">What was being done.</param>
/// <param name="inner">What the driver said.</param>
public sealed class SerializationFailureException(string problem, Exception? inner = null) : AkkaOrmException(problem, inner, isTransient: true)
{
    /// <inheritdoc/>
    public override string Code => "AKO-serialization";

    private protected override string DefaultDetail => "this is normal under REPEATABLE READ and SERIALIZABLE; nothing of the unit was written";

    private protected override string DefaultHint => "1. run the whole unit again, reads included: RetryAsync does  2. make units shorter, so that fewer of them overlap";
}
