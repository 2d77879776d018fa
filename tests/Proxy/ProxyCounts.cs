namespace AkkaOrm.Testing;

/// <summary>What has gone through a <see cref="PostgresProxy"/>, or through one of its connections, until now. Two of them subtract.</summary>
/// <remarks>
/// A message is counted before it is passed on: who has seen an answer finds it counted, and what it answers as well.
/// </remarks>
public sealed record ProxyCounts
{
    /// <summary>Connections whose start-up message was passed on; requests to cancel are not among them.</summary>
    public long Connections { get; init; }

    /// <summary>Requests to cancel: each comes on a connection of its own.</summary>
    public long Cancels { get; init; }

    /// <summary>Parse: a statement's text was sent. A prepared statement that is run again has none.</summary>
    public long Parse { get; init; }

    /// <summary>Bind: values for a statement.</summary>
    public long Bind { get; init; }

    /// <summary>Describe, of a statement or a portal.</summary>
    public long Describe { get; init; }

    /// <summary>Execute: a bound statement is run, or its rows are read on.</summary>
    public long Execute { get; init; }

    /// <summary>Sync: the end of what is sent together; asks for an answer.</summary>
    public long Sync { get; init; }

    /// <summary>Query: text in the simple protocol, however many statements it holds; asks for an answer.</summary>
    public long Query { get; init; }

    /// <summary>All else a client sends after its login: Close, Flush, the parts of a COPY, FunctionCall, Terminate.</summary>
    public long Other { get; init; }

    /// <summary>
    /// How often the server handed the turn back to the client: ReadyForQuery, which ends the answer to each Sync, Query or
    /// FunctionCall, and CopyInResponse, before which no row of a COPY can be sent. The login's ReadyForQuery is left out.
    /// </summary>
    /// <remarks>
    /// A client that waits for each answer waits for exactly so many network round trips. One that sends several Syncs
    /// before it reads has waited for fewer: they are counted as many all the same, so that the number is the same in every run.
    /// </remarks>
    public long RoundTrips { get; init; }

    /// <summary>Bytes passed on to the server, the login included; a request for encryption is answered by the proxy and not passed on.</summary>
    public long BytesToServer { get; init; }

    /// <summary>Bytes passed on to clients.</summary>
    public long BytesToClient { get; init; }

    /// <summary>Execute and Query: what the server was told to run, BEGIN and COMMIT among it.</summary>
    public long Statements => Execute + Query;

    /// <summary>All messages of clients after their login.</summary>
    public long Messages => Parse + Bind + Describe + Execute + Sync + Query + Other;

    /// <summary>What has come between two moments.</summary>
    public static ProxyCounts operator -(ProxyCounts later, ProxyCounts earlier) => later.Plus(earlier, -1);

    /// <summary>Two connections together.</summary>
    public static ProxyCounts operator +(ProxyCounts one, ProxyCounts other) => one.Plus(other, 1);

    private ProxyCounts Plus(ProxyCounts other, int times) => new()
    {
        Connections = Connections + times * other.Connections,
        Cancels = Cancels + times * other.Cancels,
        Parse = Parse + times * other.Parse,
        Bind = Bind + times * other.Bind,
        Describe = Describe + times * other.Describe,
        Execute = Execute + times * other.Execute,
        Sync = Sync + times * other.Sync,
        Query = Query + times * other.Query,
        Other = Other + times * other.Other,
        RoundTrips = RoundTrips + times * other.RoundTrips,
        BytesToServer = BytesToServer + times * other.BytesToServer,
        BytesToClient = BytesToClient + times * other.BytesToClient,
    };
}
