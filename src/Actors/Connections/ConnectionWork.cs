using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Telemetry;

namespace AkkaOrm.Connections;

/// <summary>What a connection does besides plans. Runs beside its actor and never throws: the answer says how it went.</summary>
internal static class ConnectionWork
{
    /// <returns>The open connection, or why there is none.</returns>
    public static async Task<(IPhysicalConnection? Connection, ConnectionFailedException? Error)> OpenAsync(IPhysicalConnectionFactory factory, TimeSpan timeout)
    {
        IPhysicalConnection? connection = null;
        try
        {
            using var limit = new CancellationTokenSource(timeout);
            connection = factory.Create();
            await connection.OpenAsync(limit.Token).ConfigureAwait(false);
            return (connection, null);
        }
        catch (Exception exception)
        {
            if (connection is not null) await CloseAsync(connection).ConfigureAwait(false);
            return (null, Failure(exception));
        }
    }

    /// <returns>Whether the server answered.</returns>
    public static async Task<bool> ProbeAsync(IPhysicalConnection connection)
    {
        try
        {
            await connection.ExecuteAsync([ControlStatements.Probe], CancellationToken.None).ConfigureAwait(false);
            return !connection.IsBroken;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>Rolls back what is open, and undoes what statements of users may have left.</summary>
    /// <returns>Whether the connection is as good as new.</returns>
    public static async Task<bool> CleanAsync(IPhysicalConnection connection, bool reset, bool probe, BatchObserver observer)
    {
        var batch = ImmutableArray.CreateBuilder<BoundStatement>();
        try
        {
            if (probe && connection.Transaction == TransactionStatus.Idle) await connection.ExecuteAsync([ControlStatements.Probe], CancellationToken.None).ConfigureAwait(false);
            if (connection.Transaction != TransactionStatus.Idle) batch.Add(new BoundStatement(ControlStatements.Rollback, []));
            if (reset) batch.AddRange(ControlStatements.Reset);
            if (batch.Count > 0) await SendAsync(connection, batch.ToImmutable(), observer).ConfigureAwait(false);
            return !connection.IsBroken && connection.Transaction == TransactionStatus.Idle;
        }
        catch (Exception)
        {
            return false;
        }
    }

    public static async Task CloseAsync(IPhysicalConnection connection)
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Its socket is gone either way.
        }
    }

    private static async Task SendAsync(IPhysicalConnection connection, ImmutableArray<BoundStatement> batch, BatchObserver observer)
    {
        using var watch = observer.Sending(batch);
        try
        {
            watch.Done(await connection.ExecuteAsync(batch, CancellationToken.None).ConfigureAwait(false));
        }
        catch (PhysicalConnectionException exception)
        {
            watch.Failed(exception.Fault);
            throw;
        }
    }

    private static ConnectionFailedException Failure(Exception exception) => exception switch
    {
        PhysicalConnectionException { Fault.Error: ConnectionFailedException known } => known,
        PhysicalConnectionException { Fault: var fault } => new ConnectionFailedException($"could not connect: {fault.Message}", exception)
        {
            SqlState = fault.SqlState,
            IsTransient = !PostgresErrors.IsRefusal(fault.SqlState ?? ""),
        },
        OperationCanceledException => new ConnectionFailedException("could not connect in time (akka.orm.connections.connect-timeout)", exception) { IsTransient = true },
        _ => new ConnectionFailedException($"could not connect: {exception.GetType().Name}", exception),
    };
}
