using System.Globalization;
using AkkaOrm.Settings;

namespace AkkaOrm.Connections;

/// <summary>What those hear who get no connection, or lose it.</summary>
internal static class ConnectionTexts
{
    /// <param name="Longest">How long the longest lease lasts in ms, by which session, and whether it holds the connection or runs one plan; null when there is none.</param>
    internal readonly record struct Situation(int Leased, int Busy, int Connecting, int Draining, int Waiting, (long Held, string Session, bool IsLease)? Longest, string? LastFailure);

    public static PoolExhaustedException Exhausted(WaitingRequest request, long now, ConnectionSettings settings, Situation situation)
    {
        var isOwnDeadline = request.Context.Deadline <= request.WaitUntil && request.WaitUntil - request.Arrived < (long)settings.AcquireTimeout.TotalMilliseconds;
        var limit = isOwnDeadline ? "the request's own deadline" : "akka.orm.connections.acquire-timeout";
        var error = new PoolExhaustedException(Text($"no connection was free within {Math.Max(0, now - request.Arrived)} ms ({limit})."))
        {
            Detail = Detail(settings, situation),
        };
        return situation.Longest is null ? error : new PoolExhaustedException(error.Problem)
        {
            Detail = error.Detail,
            Hint = "1. look for a session holding a transaction open (the one above)  2. look for slow statements  3. raise max-size  4. raise acquire-timeout",
        };
    }

    public static OverloadedException Full(int waiting, ConnectionSettings settings) =>
        new(Text($"{waiting} requests wait for a connection already, which is the most that may (akka.orm.connections.max-waiting-factor {settings.MaxWaitingFactor} x max-size {settings.MaxSize})."))
        {
            RetryAfter = settings.AcquireTimeout / 4,
        };

    public static SessionClosedException ShuttingDown() => new("the engine is shutting down and takes no new requests.")
    {
        Hint = "1. ask before the engine is stopped  2. start another engine: Orm.Start",
    };

    public static DeadlineExceededException Cancelled() => new("the request was cancelled while it waited for a connection: nothing was sent.");

    /// <summary>One for each asker: an exception that several throw mixes their stack traces.</summary>
    public static ConnectionFailedException Again(ConnectionFailedException error) => new(error.Problem, error.InnerException)
    {
        Detail = error.Detail,
        Hint = error.Hint,
        SqlState = error.SqlState,
        IsTransient = error.IsTransient,
    };

    public static DeadlineExceededException LeaseTooLong(WaitingRequest of, ConnectionSettings settings) =>
        new(Text($"session \"{of.Context.Session}\" held a connection for {settings.LeaseDeadline?.TotalMilliseconds:0} ms (akka.orm.connections.lease-deadline): it was taken back."))
        {
            Detail = "what was not committed is rolled back",
            Hint = "1. commit or roll back sooner  2. don't wait for people or other services within a transaction  3. raise lease-deadline",
        };

    public static ConnectionLostException LostWhileLeased(WaitingRequest of) => new($"the connection of session \"{of.Context.Session}\" was lost while it was leased.");

    public static ConnectionLostException NotConfirmed() => new("a cancelled statement did not end in time (akka.orm.connections.cancel-grace): its connection was closed.");

    private static string Detail(ConnectionSettings settings, Situation of)
    {
        var parts = new List<string>();
        if (of.Leased > 0) parts.Add(Text($"{of.Leased} of {settings.MaxSize} connections leased"));
        if (of.Busy > 0) parts.Add(Text($"{of.Busy} of {settings.MaxSize} connections running a plan"));
        if (of.Connecting > 0) parts.Add(Text($"{of.Connecting} of {settings.MaxSize} connections connecting"));
        if (of.Draining > 0) parts.Add(Text($"{of.Draining} of {settings.MaxSize} connections closing"));
        if (parts.Count == 0) parts.Add(Text($"0 of {settings.MaxSize} connections open"));
        var text = Text($"{string.Join(", ", parts)} (akka.orm.connections.max-size), {of.Waiting} {(of.Waiting == 1 ? "request" : "requests")} waiting");
        if (of.Longest is { } longest) text += Text($"; longest lease {longest.Held} ms, by session \"{longest.Session}\"{(longest.IsLease ? " in a transaction" : "")}");
        if (of.LastFailure is { } failure) text += $"; last attempt to connect: {failure}";
        return text + ".";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
