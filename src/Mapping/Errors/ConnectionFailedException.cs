namespace AkkaOrm;

/// <summary>No connection could be opened: server not there or not ready, no such database, or the login was refused. The text never holds the password.</summary>
/// <remarks><see cref="AkkaOrmException.IsTransient"/> is true where waiting may help (starting up, too many clients, no route), false for a refused login or a missing database.</remarks>
/// <param name="problem">Which host, port, database and user, and what happened.</param>
/// <param name="inner">What the network or the driver said.</param>
public sealed class ConnectionFailedException(string problem, Exception? inner = null) : AkkaOrmException(problem, inner)
{
    /// <inheritdoc/>
    public override string Code => "AKO-connection-failed";

    private protected override string DefaultHint => IsTransient
        ? "1. look whether the server runs and listens there  2. look at its log  3. compare its max_connections with the sum of max-size over all nodes"
        : "1. look at user, password and database of the connection string  2. look at pg_hba.conf  3. create the database or the role";
}
