using System.Data;

namespace AkkaOrm;

/// <summary>How a transaction is run. <see cref="Default"/> leaves everything to the server's settings.</summary>
public sealed record UnitOptions
{
    /// <summary>Reads run on any free connection; the commit is one transaction at the server's default level.</summary>
    public static UnitOptions Default { get; } = new();

    /// <summary>All reads of the unit see one state.</summary>
    public static UnitOptions RepeatableRead { get; } = new() { Isolation = IsolationLevel.RepeatableRead };

    /// <summary>As if units ran one after another; expect <see cref="SerializationFailureException"/>.</summary>
    public static UnitOptions Serializable { get; } = new() { Isolation = IsolationLevel.Serializable };

    /// <summary>Null: the server's default. <see cref="IsolationLevel.Snapshot"/> is REPEATABLE READ to PostgreSQL.</summary>
    public IsolationLevel? Isolation { get; init; }

    /// <summary>The server refuses writes.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>With SERIALIZABLE and <see cref="ReadOnly"/>: waits at the start for a state that can never fail.</summary>
    public bool Deferrable { get; init; }

    /// <summary>For each command of the unit, until its answer; the session's own limit holds too.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often RetryAsync runs the unit again, 0 or more.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>Something of it must be in force before the first statement.</summary>
    internal bool NeedsTransaction => Isolation is not null || ReadOnly || Deferrable;

    /// <summary>What stands after BEGIN.</summary>
    internal string BeginOptions => string.Join(' ', new[]
    {
        Isolation switch
        {
            null or IsolationLevel.Unspecified => null,
            IsolationLevel.ReadUncommitted => "ISOLATION LEVEL READ UNCOMMITTED",
            IsolationLevel.ReadCommitted => "ISOLATION LEVEL READ COMMITTED",
            IsolationLevel.RepeatableRead or IsolationLevel.Snapshot => "ISOLATION LEVEL REPEATABLE READ",
            IsolationLevel.Serializable => "ISOLATION LEVEL SERIALIZABLE",
            { } other => throw new StatementException($"PostgreSQL has no isolation level {other}"),
        },
        ReadOnly ? "READ ONLY" : null,
        Deferrable ? "DEFERRABLE" : null,
    }.Where(option => option is not null));
}
