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
