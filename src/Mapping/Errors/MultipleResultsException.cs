namespace AkkaOrm;

/// <summary>One row was required and there are more.</summary>
/// <param name="problem">What was looked for.</param>
public sealed class MultipleResultsException(string problem) : AkkaOrmException(problem, null)
{
    /// <inheritdoc/>
    public override string Code => "AKO-multiple-results";

    private protected override string DefaultHint => "1. narrow the condition to a unique key  2. take the first in an order: OrderBy(…) and FirstAsync  3. take them all: FetchAsync";
}
