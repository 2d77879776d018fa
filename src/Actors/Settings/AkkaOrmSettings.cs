using Akka.Configuration;

namespace AkkaOrm.Settings;

/// <summary>Every setting, read once from <c>akka.orm</c>. Meanings, units and defaults stand in <c>reference.conf</c>.</summary>
internal sealed record AkkaOrmSettings(
    string ConnectionString,
    string ApplicationName,
    string Dispatcher,
    ConnectionSettings Connections,
    ServerSettings Server,
    SessionSettings Session,
    StatementSettings Statements)
{
    /// <summary>What holds where nobody set anything.</summary>
    public static Config DefaultConfig() => ConfigurationFactory.FromResource<AkkaOrmSettings>("AkkaOrm.reference.conf");

    /// <param name="config">The section <c>akka.orm</c>; what it leaves out is as in <c>reference.conf</c>.</param>
    /// <exception cref="ConfigurationException">At least one value is wrong; lists all that are.</exception>
    public static AkkaOrmSettings Create(Config? config)
    {
        var defaults = DefaultConfig().GetConfig("akka.orm");
        var read = new SettingsReader(config is null || config.IsEmpty ? defaults : config.WithFallback(defaults));
        var settings = new AkkaOrmSettings(
            read.Text("connection-string"),
            read.Text("application-name"),
            read.Text("dispatcher"),
            new ConnectionSettings(
                read.Count("connections.max-size", 1, 10_000),
                read.Duration("connections.acquire-timeout"),
                read.Count("connections.max-waiting-factor", 0, 1_000_000),
                read.Duration("connections.connect-timeout", atLeast: TimeSpan.FromSeconds(1)),
                read.Duration("connections.idle-check"),
                read.DurationOrOff("connections.max-lifetime"),
                read.Duration("connections.backoff-min", atLeast: TimeSpan.FromMilliseconds(1)),
                read.Duration("connections.backoff-max", atLeast: TimeSpan.FromMilliseconds(1)),
                read.Duration("connections.cancel-grace"),
                read.DurationOrOff("connections.lease-deadline"),
                read.Switch("connections.share-reads")),
            new ServerSettings(
                read.DurationOrOff("server.statement-timeout"),
                read.DurationOrOff("server.idle-in-transaction-timeout"),
                read.DurationOrOff("server.connection-check-interval")),
            new SessionSettings(
                read.DurationOrOff("session.idle-timeout"),
                read.Count("session.max-tracked", 1, int.MaxValue),
                read.DurationOrOff("session.request-timeout"),
                read.Duration("session.find-from-memory"),
                read.OneOf("session.other-owners", "wait", "refuse") == "wait",
                read.Count("session.max-queued", 0, int.MaxValue),
                read.Count("session.parents", 1, 1024)),
            new StatementSettings(
                read.Switch("statements.echo"),
                read.Switch("statements.echo-parameters"),
                read.DurationOrOff("statements.slow"),
                read.Count("statements.prepare-after", 1, int.MaxValue),
                read.Count("statements.max-prepared", 0, 100_000)));
        read.Require(settings.Connections.BackoffMin <= settings.Connections.BackoffMax, "connections.backoff-min is longer than connections.backoff-max");
        read.ThrowFaults();
        return settings;
    }
}

internal sealed record ConnectionSettings(
    int MaxSize,
    TimeSpan AcquireTimeout,
    int MaxWaitingFactor,
    TimeSpan ConnectTimeout,
    TimeSpan IdleCheck,
    TimeSpan? MaxLifetime,
    TimeSpan BackoffMin,
    TimeSpan BackoffMax,
    TimeSpan CancelGrace,
    TimeSpan? LeaseDeadline,
    bool ShareReads)
{
    private static readonly TimeSpan MostInDoubt = TimeSpan.FromSeconds(30);

    /// <summary>How long a COMMIT that was told to be in doubt may still be answered; then its connection is closed, which a server that is gone would never do.</summary>
    public TimeSpan InDoubtPatience { get; init; } = MostInDoubt;

    public int MaxWaiting => (int)Math.Min(int.MaxValue, (long)MaxSize * MaxWaitingFactor);
}

internal sealed record ServerSettings(TimeSpan? StatementTimeout, TimeSpan? IdleInTransactionTimeout, TimeSpan? ConnectionCheckInterval);

/// <param name="OthersWait">Whether a command of another owner waits for the end of a unit; else it is refused.</param>
internal sealed record SessionSettings(TimeSpan? IdleTimeout, int MaxTracked, TimeSpan? RequestTimeout, TimeSpan FindFromMemory, bool OthersWait, int MaxQueued, int Parents);

internal sealed record StatementSettings(bool Echo, bool EchoParameters, TimeSpan? Slow, int PrepareAfter, int MaxPrepared);
