namespace AkkaOrm;

/// <summary>The session or transaction is over: closed, ended with its owner, timed out, or stopped with its system.</summary>
/// <param name="problem">Which one, and what ended it.</param>
public sealed class SessionClosedException(string problem) : AkkaOrmException(problem, null)
{
    /// <inheritdoc/>
    public override string Code => "AKO-session-closed";

    private protected override string DefaultDetail => "what was staged and not committed is not written";

    private protected override string DefaultHint => "1. open another: orm.OpenSession()  2. keep the handle alive as long as it is used: await using  3. look at akka.orm.session.idle-timeout and akka.orm.connections.lease-deadline";
}
