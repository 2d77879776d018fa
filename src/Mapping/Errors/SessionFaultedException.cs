namespace AkkaOrm;

/// <summary>A defect was met while a session worked: of AkkaOrm, or of code that the model names (a conversion, a constructor).</summary>
/// <param name="problem">Which command met it.</param>
/// <param name="inner">The defect.</param>
public sealed class SessionFaultedException(string problem, Exception? inner = null) : AkkaOrmException(problem, inner)
{
    /// <inheritdoc/>
    public override string Code => "AKO-session-faulted";

    private protected override string DefaultDetail => "nothing of the command was written; a session that can't be sure of its own state ends instead of going on";

    private protected override string DefaultHint => "1. look at the inner exception: conversions and constructors of entities must not throw  2. otherwise report it, with the query or the change that led to it";
}
