using AkkaOrm.Testing;

namespace AkkaOrm.Wires;

/// <summary>Counts of one connection, written by its two pumps and read by anyone. Writing allocates nothing, so that measured code is not disturbed.</summary>
internal sealed class Tally
{
    private readonly long[] _counts = new long[Enum.GetValues<Counted>().Length];

    public ProxyCounts Counts => new()
    {
        Connections = this[Counted.Connection],
        Cancels = this[Counted.Cancel],
        Parse = this[Counted.Parse],
        Bind = this[Counted.Bind],
        Describe = this[Counted.Describe],
        Execute = this[Counted.Execute],
        Sync = this[Counted.Sync],
        Query = this[Counted.Query],
        Other = this[Counted.Other],
        RoundTrips = this[Counted.RoundTrip],
        BytesToServer = this[Counted.ByteToServer],
        BytesToClient = this[Counted.ByteToClient],
    };

    private long this[Counted what] => Interlocked.Read(ref _counts[(int)what]);

    public void Add(Counted what, long number = 1) => Interlocked.Add(ref _counts[(int)what], number);

    /// <summary>A message of a client that has logged in.</summary>
    public void FromClient(char type) => Add(type switch
    {
        'P' => Counted.Parse,
        'B' => Counted.Bind,
        'D' => Counted.Describe,
        'E' => Counted.Execute,
        'S' => Counted.Sync,
        'Q' => Counted.Query,
        _ => Counted.Other,
    });
}

/// <summary>What is counted.</summary>
internal enum Counted
{
    Connection,
    Cancel,
    Parse,
    Bind,
    Describe,
    Execute,
    Sync,
    Query,
    Other,
    RoundTrip,
    ByteToServer,
    ByteToClient,
}
