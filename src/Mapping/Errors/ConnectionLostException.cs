namespace AkkaOrm;

/// <summary>The connection ended while it was used, before COMMIT was sent: nothing of the unit was written.</summary>
/// <param name="problem">What was being done.</param>
/// <param name="inner">What the network or the driver said.</param>
public sealed class ConnectionLostException(string problem, Exception? inner = null) : AkkaOrmException(problem, inner, isTransient: true)
{
    /// <inheritdoc/>
    public override string Code => "AKO-connection-lost";

    private protected override string DefaultDetail => "the server rolls back what was open on a lost connection; a commit whose outcome is unknown is a CommitInDoubtException instead";

    private protected override string DefaultHint => "1. do it again: RunAsync and RetryAsync open another connection  2. look at the server's log: restart, terminated backend, idle timeout  3. look at what is between: proxy, firewall";
}
