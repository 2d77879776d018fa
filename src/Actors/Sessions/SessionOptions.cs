namespace AkkaOrm;

/// <summary>How one session differs from the settings.</summary>
public sealed record SessionOptions
{
    /// <summary>For each command, until its answer; null: <c>akka.orm.session.request-timeout</c>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Closes the session when nothing was asked of it for so long; null: <c>akka.orm.session.idle-timeout</c>.</summary>
    public TimeSpan? IdleTimeout { get; init; }
}
