namespace AkkaOrm.Servers;

/// <summary>One way to come by a server.</summary>
internal interface IServerWay
{
    /// <summary>The name people read in the failure text.</summary>
    string Name { get; }

    /// <summary>How to make this way work, said when it does not.</summary>
    string Remedy { get; }

    /// <summary>Starts a server, or says what is missing. Whatever it began and did not finish it removes.</summary>
    /// <exception cref="WayClosedException">What this way needs is not there.</exception>
    Task<RunningServer> StartAsync(CancellationToken ct);
}

/// <summary>A way that cannot be gone; the text says what is missing, without a final full stop.</summary>
internal sealed class WayClosedException(string reason, Exception? inner = null) : Exception(reason, inner);

/// <summary>A server that answers.</summary>
/// <param name="ConnectionString">To the maintenance database.</param>
/// <param name="Source">Where it came from, for people.</param>
/// <param name="TakesItsDataAlong">Stopping it removes its databases too.</param>
/// <param name="Stop">Stops it; called once.</param>
internal sealed record RunningServer(string ConnectionString, string Source, bool TakesItsDataAlong, Func<ValueTask> Stop)
{
    public ValueTask StopAsync() => Stop();

    // The connection string holds the password.
    public override string ToString() => $"RunningServer {Source}";
}
