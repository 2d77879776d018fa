using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Protocols;
using AkkaOrm.Rows;
using AkkaOrm.Testing;

namespace AkkaOrm.Scripts;

/// <summary>One connection to a scripted database. Answers a batch statement by statement until one fails, as a server does.</summary>
internal sealed class ScriptedPhysicalConnection(ScriptedConnection database, Action<ScriptedPhysicalConnection> disposed) : IPhysicalConnection
{
    private readonly Cursors _cursors = new();
    private readonly List<Follower> _following = [];
    private volatile CancellationTokenSource? _running;
    private volatile bool _isLost;
    private volatile int _transaction;

    public TransactionStatus Transaction
    {
        get => (TransactionStatus)_transaction;
        private set => _transaction = (int)value;
    }

    public bool IsBroken => _isLost;

    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<ImmutableArray<StepResult>> ExecuteAsync(ImmutableArray<BoundStatement> batch, CancellationToken cancellationToken)
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _running = running;
        try
        {
            // A server answers later than it is asked.
            await Task.Yield();
            var results = ImmutableArray.CreateBuilder<StepResult>(batch.Length);
            for (var i = 0; i < batch.Length; i++) results.Add(await ExecuteAsync(batch[i], i, running.Token).ConfigureAwait(false));
            return results.MoveToImmutable();
        }
        finally
        {
            _running = null;
        }
    }

    public Task CancelAsync()
    {
        try
        {
            _running?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended in this moment.
        }
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _isLost = true;
        await CancelAsync().ConfigureAwait(false);
        Transaction = TransactionStatus.Idle;
        disposed(this);
    }

    private async Task<StepResult> ExecuteAsync(BoundStatement statement, int place, CancellationToken cancelled)
    {
        if (Housekeeping.Contains(statement.Statement)) return new(RowPage.Empty, 0);
        var command = TransactionCommands.Of(statement.Statement.Sql);
        var arrival = database.Arrived(statement.Statement.Sql);
        var status = Transaction;
        try
        {
            if (status == TransactionStatus.Failed && command is TransactionCommand.None or TransactionCommand.Begin)
                throw Fault("25P02", "current transaction is aborted, commands ignored until end of transaction block", place);
            var result = await AnswerAsync(statement, command, place, cancelled).ConfigureAwait(false);
            Transaction = status.After(command);
            if (Transaction == TransactionStatus.Idle) _cursors.Close();
            database.Answered(arrival, result.Affected);
            return new(result.Page, result.Affected);
        }
        catch (PhysicalConnectionException exception)
        {
            Transaction = status.AfterFailureOf(command);
            _isLost |= exception.Fault.IsConnectionLost;
            throw;
        }
    }

    private async Task<ScriptedResult> AnswerAsync(BoundStatement statement, TransactionCommand command, int place, CancellationToken cancelled)
    {
        try
        {
            if (_cursors.Fetch(statement.Statement.Sql) is { } fetched) return Remember(fetched);
            if (Follows(statement) is { } page) return new(page, page.RowCount);
            var asked = Cursors.Query(statement) ?? statement;
            if (database.Take(asked) is not { } script) return Unscripted(asked, command);
            await WaitAsync(script.Delay, place, cancelled).ConfigureAwait(false);
            if (script.Error is { } error) throw Fault(error, place);
            if (script.Answer is not { } answer) return Unscripted(asked, command);
            var result = answer.For(asked, database.Rows);
            if (Cursors.Name(statement) is not { } cursor) return Remember(result);
            _cursors.Declare(cursor, result);
            return new(RowPage.Empty, 0);
        }
        catch (AkkaOrmException error)
        {
            throw Fault(error, place);
        }
        catch (ArgumentException misfit)
        {
            throw Fault(new StatementException($"the script does not fit the statement: {misfit.Message}") { Sql = statement.Statement.Sql }, place);
        }
    }

    private ScriptedResult Unscripted(BoundStatement statement, TransactionCommand command)
    {
        if (command != TransactionCommand.None || statement.Statement.Columns.IsEmpty && WriteCompiler.OriginOf(statement.Statement) is null) return new(RowPage.Empty, 0);
        if (WriteCompiler.OriginOf(statement.Statement) is not null) return database.Rows.Answer(statement, null);
        throw UnscriptedRead.Error(database, statement);
    }

    // The further statements of a query come right after it, on its connection.
    private ScriptedResult Remember(in ScriptedResult result)
    {
        _following.Clear();
        _following.AddRange(result.Following);
        return result;
    }

    private RowPage? Follows(in BoundStatement statement)
    {
        var sql = statement.Statement.Sql;
        var place = _following.FindIndex(f => f.Sql == sql);
        if (place < 0) return null;
        var page = _following[place].Page;
        _following.RemoveAt(place);
        return page;
    }

    private async Task WaitAsync(TimeSpan delay, int place, CancellationToken cancelled)
    {
        if (delay == TimeSpan.Zero) return;
        try
        {
            await Task.Delay(delay, cancelled).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (_isLost) throw new PhysicalConnectionException(new ServerFault(null, "FATAL", "the connection was closed", place) { IsConnectionLost = true });
            throw Fault("57014", "canceling statement due to user request", place);
        }
    }

    private static readonly ImmutableHashSet<CompiledStatement> Housekeeping = [ControlStatements.Probe.Statement, .. ControlStatements.Reset.Select(s => s.Statement)];

    private static PhysicalConnectionException Fault(string sqlState, string message, int place) => new(new ServerFault(sqlState, "ERROR", message, place));

    private static PhysicalConnectionException Fault(AkkaOrmException error, int place) =>
        new(new ServerFault(error.SqlState, "ERROR", error.Problem, place) { Error = error, IsConnectionLost = error is ConnectionLostException or CommitInDoubtException });
}
