namespace AkkaOrm;

/// <summary>The session works on a unit of somebody else, or the outer handle was used inside its own unit.</summary>
/// <param name="problem">Which session, and who has it.</param>
public sealed class SessionOwnedException(string problem) : AkkaOrmException(problem, null)
{
    /// <inheritdoc/>
    public override string Code => "AKO-session-owned";

    private protected override string DefaultDetail => "a session serves one unit at a time, from first change or Begin to Commit or Rollback";

    private protected override string DefaultHint => "1. inside RunAsync and RetryAsync use the 'unit' given to the lambda  2. give each flow of work its own: orm.OpenSession()";
}
