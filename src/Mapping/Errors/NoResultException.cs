namespace AkkaOrm;

/// <summary>One row or one value was required and there is none: <c>GetAsync</c>, <c>SingleAsync</c>, <c>FirstAsync</c>, or <c>Value</c> of an empty relation.</summary>
/// <param name="problem">What was looked for.</param>
public sealed class NoResultException(string problem) : AkkaOrmException(problem, null)
{
    /// <inheritdoc/>
    public override string Code => "AKO-no-result";

    private protected override string DefaultHint => "where none is a normal answer, ask so: FindAsync, SingleOrDefaultAsync, FirstOrDefaultAsync, ValueOrNull";
}
