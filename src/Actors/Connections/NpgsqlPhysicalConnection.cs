using System.Collections.Immutable;
using System.Data;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using AkkaOrm.Rows;
using Npgsql;

namespace AkkaOrm.Connections;

/// <summary>One connection of Npgsql's. Statements go as batches without error barriers: the first failure ends a batch, and Npgsql has read everything by then.</summary>
internal sealed class NpgsqlPhysicalConnection(NpgsqlConnection connection, string to) : IPhysicalConnection
{
    private readonly CancellationTokenSource _abort = new();
    private volatile NpgsqlBatch? _running;
    private Task _lastRun = Task.CompletedTask;
    private bool _isUnprepareDue;
    private bool _isUnsound;

    public TransactionStatus Transaction { get; private set; }

    public bool IsBroken => _isUnsound || (connection.FullState & ConnectionState.Open) == 0;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _isUnsound = true;
            var error = PostgresErrors.OpenFailure(exception, to);
            throw new PhysicalConnectionException(new ServerFault(error.SqlState, "FATAL", error.Problem, -1) { IsConnectionLost = true, IsNotSent = true, Error = error }, exception);
        }
    }

    public Task<ImmutableArray<StepResult>> ExecuteAsync(ImmutableArray<BoundStatement> batch, CancellationToken cancellationToken)
    {
        var run = ExecuteWithFreshPlansAsync(batch, cancellationToken);
        _lastRun = run;
        return run;
    }

    public Task CancelAsync()
    {
        // Npgsql opens a connection of its own for it, on the calling thread.
        return Task.Run(() =>
        {
            try
            {
                _running?.Cancel();
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException or System.Net.Sockets.SocketException)
            {
                // Nothing runs any more, or the server can't be reached: the one who asked waits for the statement's end, and has a limit.
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        _isUnsound = true;
        if (!_lastRun.IsCompleted)
        {
            await Task.Run(_abort.Cancel).ConfigureAwait(false);
            await _lastRun.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException)
        {
            // It was lost before it could say goodbye.
        }
        _abort.Dispose();
    }

    // A plan that the server can't use any more after DDL: forget what is prepared, and run once more what had no effect.
    private async Task<ImmutableArray<StepResult>> ExecuteWithFreshPlansAsync(ImmutableArray<BoundStatement> batch, CancellationToken cancellationToken)
    {
        var before = Transaction;
        if (_isUnprepareDue && before == TransactionStatus.Idle) await UnprepareAsync().ConfigureAwait(false);
        try
        {
            return await ExecuteOnceAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (PhysicalConnectionException exception) when (exception.InnerException is PostgresException server && PostgresErrors.IsOutdatedPlan(server) && !IsBroken)
        {
            _isUnprepareDue = true;
            if (before != TransactionStatus.Idle) throw;
            if (Transaction != TransactionStatus.Idle) await ExecuteOnceAsync([new(ControlStatements.Rollback, [])], cancellationToken).ConfigureAwait(false);
            await UnprepareAsync().ConfigureAwait(false);
            return await ExecuteOnceAsync(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task UnprepareAsync()
    {
        await Task.Run(connection.UnprepareAll).ConfigureAwait(false);
        _isUnprepareDue = false;
    }

    private async Task<ImmutableArray<StepResult>> ExecuteOnceAsync(ImmutableArray<BoundStatement> statements, CancellationToken cancellationToken)
    {
        using var linked = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _abort.Token) : null;
        var abort = linked?.Token ?? _abort.Token;
        await using var batch = new NpgsqlBatch(connection);
        for (var i = 0; i < statements.Length; i++) batch.BatchCommands.Add(Bound(statements[i], i));
        _running = batch;
        try
        {
            var pages = await ReadAsync(batch, statements, abort).ConfigureAwait(false);
            foreach (var statement in statements) Transaction = Transaction.After(TransactionCommands.Of(statement.Statement.Sql));
            var results = ImmutableArray.CreateBuilder<StepResult>(statements.Length);
            for (var i = 0; i < pages.Length; i++) results.Add(pages[i].ToResult((int)batch.BatchCommands[i].Rows));
            return results.MoveToImmutable();
        }
        catch (PhysicalConnectionException)
        {
            // Part of the batch may have been written: the server waits for the rest of it.
            _isUnsound = true;
            throw;
        }
        catch (Exception exception)
        {
            // A cancelled statement is told of as a cancelled task around the server's answer.
            var cause = exception is OperationCanceledException { InnerException: PostgresException answer } ? answer : exception;
            throw new PhysicalConnectionException(Failed(cause, batch, statements), cause);
        }
        finally
        {
            _running = null;
        }
    }

    private static NpgsqlBatchCommand Bound(in BoundStatement statement, int place)
    {
        try
        {
            return StatementBinder.Bind(statement);
        }
        catch (Exception exception) when (exception is InvalidCastException or ArgumentException or FormatException or OverflowException)
        {
            throw new PhysicalConnectionException(PostgresErrors.NotBound(exception, place), exception);
        }
    }

    private static async Task<ReadRows[]> ReadAsync(NpgsqlBatch batch, ImmutableArray<BoundStatement> statements, CancellationToken cancellationToken)
    {
        var pages = new ReadRows[statements.Length];
        await using var reader = await SendAsync(batch, cancellationToken).ConfigureAwait(false);
        var place = 0;
        do
        {
            // The reader passes over statements without rows and does not tell which one it is at.
            while (place < statements.Length && !Returns(statements[place].Statement, batch.BatchCommands[place])) place++;
            if (place == statements.Length) break;
            if (!statements[place].Statement.Columns.IsEmpty) pages[place] = await RowPageReader.ReadAsync(reader, statements[place], cancellationToken).ConfigureAwait(false);
            place++;
        }
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        // What is left are rows that nobody asked for.
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false)) { }
        for (var i = 0; i < pages.Length; i++)
        {
            if (pages[i].IsEmpty && !statements[i].Statement.Columns.IsEmpty) throw new InvalidCastException($"the statement brought no rows where {statements[i].Statement.Columns.Length} columns were expected: {statements[i].Statement.Sql}");
        }
        return pages;
    }

    private static async Task<NpgsqlDataReader> SendAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            return await batch.ExecuteReaderAsync(CommandBehavior.Default, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidCastException or ArgumentException or FormatException or OverflowException)
        {
            throw new PhysicalConnectionException(PostgresErrors.NotBound(exception, -1), exception);
        }
    }

    // A statement whose columns nobody expects may bring some all the same: then it runs still, or has answered as a SELECT.
    private static bool Returns(CompiledStatement statement, NpgsqlBatchCommand command) =>
        !statement.Columns.IsEmpty || statement.Kind is StatementKind.Raw or StatementKind.Control && command.StatementType is Npgsql.StatementType.Unknown or Npgsql.StatementType.Select;

    private ServerFault Failed(Exception exception, NpgsqlBatch batch, ImmutableArray<BoundStatement> statements)
    {
        var fault = PostgresErrors.Fault(exception, batch.BatchCommands.IndexOf);
        // Only after an error that the server itself told of is everything read that it sent.
        if (exception is not PostgresException || fault.IsConnectionLost)
        {
            _isUnsound = true;
            return fault;
        }
        var failed = fault.Statement < 0 ? statements.Length - 1 : fault.Statement;
        for (var i = 0; i < failed; i++) Transaction = Transaction.After(TransactionCommands.Of(statements[i].Statement.Sql));
        Transaction = Transaction.AfterFailureOf(TransactionCommands.Of(statements[failed].Statement.Sql));
        return fault;
    }
}
