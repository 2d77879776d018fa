namespace AkkaOrm.Servers;

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
