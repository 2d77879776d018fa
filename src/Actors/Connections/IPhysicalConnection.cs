using System.Collections.Immutable;
using AkkaOrm.Compilation;

namespace AkkaOrm.Connections;

/// <summary>One connection to a server, below its actor: what Npgsql does for us, and what a scripted connection plays in tests.</summary>
/// <remarks>Used by one task at a time; only <see cref="CancelAsync"/> may run beside another call.</remarks>
internal interface IPhysicalConnection : IAsyncDisposable
{
    /// <exception cref="PhysicalConnectionException">It could not be opened.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Sends statements as one batch, one round trip, and reads all their results into pages.</summary>
    /// <returns>A result for each statement.</returns>
    /// <exception cref="PhysicalConnectionException">A statement failed, or the connection did. Later statements of the batch had no effect.</exception>
    Task<ImmutableArray<StepResult>> ExecuteAsync(ImmutableArray<BoundStatement> batch, CancellationToken cancellationToken);

    /// <summary>Asks the server to stop what runs now. Returns once the request was delivered, not when the statement has ended.</summary>
    Task CancelAsync();

    /// <summary>As the server said with its last ReadyForQuery.</summary>
    TransactionStatus Transaction { get; }

    /// <summary>It can't be used any more and must be disposed.</summary>
    bool IsBroken { get; }
}

internal enum TransactionStatus { Idle, InTransaction, Failed }

/// <summary>A connection creator.</summary>
internal interface IPhysicalConnectionFactory
{
    IPhysicalConnection Create();
}
