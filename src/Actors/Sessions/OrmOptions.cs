using System.Collections.Immutable;
using System.Globalization;
using Akka.Configuration;

namespace AkkaOrm;

/// <summary>Every setting of <c>akka.orm</c> in code: what is set here wins over HOCON, what is null is as it says there. <c>reference.conf</c> has the meanings and defaults.</summary>
/// <remarks>Where a duration may be switched off, <see cref="Timeout.InfiniteTimeSpan"/> does.</remarks>
public sealed class OrmOptions
{
    /// <summary>In Npgsql's words: <c>Host=db;Database=shop;Username=app;Password=…</c>. <c>connection-string</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The name of our connections in <c>pg_stat_activity</c>. <c>application-name</c>.</summary>
    public string? ApplicationName { get; set; }

    /// <summary>The dispatcher of our actors. <c>dispatcher</c>.</summary>
    public string? Dispatcher { get; set; }

    /// <summary>At most so many connections, 1 or more. <c>connections.max-size</c>.</summary>
    public int? MaxConnections { get; set; }

    /// <summary>How long a request waits for a connection. <c>connections.acquire-timeout</c>.</summary>
    public TimeSpan? AcquireTimeout { get; set; }

    /// <summary>How many requests may wait for each connection. <c>connections.max-waiting-factor</c>.</summary>
    public int? MaxWaitingFactor { get; set; }

    /// <summary>How long opening a connection may take, at least 1 second. <c>connections.connect-timeout</c>.</summary>
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>A connection that was idle for so long is tried before it gets work. <c>connections.idle-check</c>.</summary>
    public TimeSpan? IdleCheck { get; set; }

    /// <summary>An older connection is replaced. <c>connections.max-lifetime</c>, may be switched off.</summary>
    public TimeSpan? MaxLifetime { get; set; }

    /// <summary>The first pause between attempts to connect. <c>connections.backoff-min</c>.</summary>
    public TimeSpan? BackoffMin { get; set; }

    /// <summary>The longest pause between attempts to connect. <c>connections.backoff-max</c>.</summary>
    public TimeSpan? BackoffMax { get; set; }

    /// <summary>How long a cancelled statement may take to end. <c>connections.cancel-grace</c>.</summary>
    public TimeSpan? CancelGrace { get; set; }

    /// <summary>How long a session may hold a connection. <c>connections.lease-deadline</c>, may be switched off.</summary>
    public TimeSpan? LeaseDeadline { get; set; }

    /// <summary>Whether reads of different sessions that wait for a connection may be sent together. <c>connections.share-reads</c>.</summary>
    public bool? ShareReads { get; set; }

    /// <summary>The server's own limit for a statement. <c>server.statement-timeout</c>, may be switched off.</summary>
    public TimeSpan? StatementTimeout { get; set; }

    /// <summary>The server's own limit for a transaction in which nothing is done. <c>server.idle-in-transaction-timeout</c>, may be switched off.</summary>
    public TimeSpan? IdleInTransactionTimeout { get; set; }

    /// <summary>How often a running statement looks whether we are still there. <c>server.connection-check-interval</c>, may be switched off.</summary>
    public TimeSpan? ConnectionCheckInterval { get; set; }

    /// <summary>A session that nobody uses for so long ends. <c>session.idle-timeout</c>, may be switched off.</summary>
    public TimeSpan? SessionIdleTimeout { get; set; }

    /// <summary>How many entities a session remembers. <c>session.max-tracked</c>.</summary>
    public int? MaxTracked { get; set; }

    /// <summary>For one command of a session, until its answer. <c>session.request-timeout</c>, may be switched off.</summary>
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>How long Find answers from the session's memory outside a unit. <c>session.find-from-memory</c>.</summary>
    public TimeSpan? FindFromMemory { get; set; }

    /// <summary>Whether a command of another owner waits for the end of a unit, or is refused. <c>session.other-owners</c>.</summary>
    public bool? OtherOwnersWait { get; set; }

    /// <summary>How many commands may wait in a session. <c>session.max-queued</c>.</summary>
    public int? MaxQueued { get; set; }

    /// <summary>How many actors sessions are spread under. <c>session.parents</c>.</summary>
    public int? SessionParents { get; set; }

    /// <summary>Logs every statement, parameters redacted. <c>statements.echo</c>.</summary>
    public bool? Echo { get; set; }

    /// <summary>Shows parameters' values in the echo and in traces. <c>statements.echo-parameters</c>.</summary>
    public bool? EchoParameters { get; set; }

    /// <summary>A statement that took so long is logged as a warning. <c>statements.slow</c>, may be switched off.</summary>
    public TimeSpan? SlowStatement { get; set; }

    /// <summary>A statement is prepared when it is sent for this time on a connection. <c>statements.prepare-after</c>.</summary>
    public int? PrepareAfter { get; set; }

    /// <summary>At most so many prepared statements on each connection. <c>statements.max-prepared</c>.</summary>
    public int? MaxPrepared { get; set; }

    /// <summary>Each property, its path below <c>akka.orm</c>, and its value as HOCON; null when it is not set.</summary>
    internal ImmutableArray<(string Property, string Path, string? Text)> Settings =>
    [
        (nameof(ConnectionString), "connection-string", Quoted(ConnectionString)),
        (nameof(ApplicationName), "application-name", Quoted(ApplicationName)),
        (nameof(Dispatcher), "dispatcher", Quoted(Dispatcher)),
        (nameof(MaxConnections), "connections.max-size", Number(MaxConnections)),
        (nameof(AcquireTimeout), "connections.acquire-timeout", Duration(AcquireTimeout)),
        (nameof(MaxWaitingFactor), "connections.max-waiting-factor", Number(MaxWaitingFactor)),
        (nameof(ConnectTimeout), "connections.connect-timeout", Duration(ConnectTimeout)),
        (nameof(IdleCheck), "connections.idle-check", Duration(IdleCheck)),
        (nameof(MaxLifetime), "connections.max-lifetime", Duration(MaxLifetime)),
        (nameof(BackoffMin), "connections.backoff-min", Duration(BackoffMin)),
        (nameof(BackoffMax), "connections.backoff-max", Duration(BackoffMax)),
        (nameof(CancelGrace), "connections.cancel-grace", Duration(CancelGrace)),
        (nameof(LeaseDeadline), "connections.lease-deadline", Duration(LeaseDeadline)),
        (nameof(ShareReads), "connections.share-reads", Switch(ShareReads)),
        (nameof(StatementTimeout), "server.statement-timeout", Duration(StatementTimeout)),
        (nameof(IdleInTransactionTimeout), "server.idle-in-transaction-timeout", Duration(IdleInTransactionTimeout)),
        (nameof(ConnectionCheckInterval), "server.connection-check-interval", Duration(ConnectionCheckInterval)),
        (nameof(SessionIdleTimeout), "session.idle-timeout", Duration(SessionIdleTimeout)),
        (nameof(MaxTracked), "session.max-tracked", Number(MaxTracked)),
        (nameof(RequestTimeout), "session.request-timeout", Duration(RequestTimeout)),
        (nameof(FindFromMemory), "session.find-from-memory", Duration(FindFromMemory)),
        (nameof(OtherOwnersWait), "session.other-owners", OtherOwnersWait is { } wait ? wait ? "wait" : "refuse" : null),
        (nameof(MaxQueued), "session.max-queued", Number(MaxQueued)),
        (nameof(SessionParents), "session.parents", Number(SessionParents)),
        (nameof(Echo), "statements.echo", Switch(Echo)),
        (nameof(EchoParameters), "statements.echo-parameters", Switch(EchoParameters)),
        (nameof(SlowStatement), "statements.slow", Duration(SlowStatement)),
        (nameof(PrepareAfter), "statements.prepare-after", Number(PrepareAfter)),
        (nameof(MaxPrepared), "statements.max-prepared", Number(MaxPrepared)),
    ];

    /// <summary>What is set, below <paramref name="root"/>.</summary>
    /// <param name="root">A path with its dot, or nothing.</param>
    internal Config ToConfig(string root = "") =>
        ConfigurationFactory.ParseString(string.Join('\n', Settings.Where(s => s.Text is not null).Select(s => $"{root}{s.Path} = {s.Text}")));

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Switch(bool? value) => value is { } on ? on ? "on" : "off" : null;

    private static string? Duration(TimeSpan? duration) => duration is not { } time ? null
        : time == Timeout.InfiniteTimeSpan ? "off"
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds}ms");

    private static string? Quoted(string? text) =>
        text is null ? null : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)}\"";
}
