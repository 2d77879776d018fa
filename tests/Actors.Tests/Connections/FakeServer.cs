using System.Collections.Concurrent;
using System.Collections.Immutable;
using AkkaOrm;
using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Protocols;
using AkkaOrm.Rows;

namespace Actors.Tests.Connections;

/// <summary>A server that remembers what it was sent and does as told, statement by statement.</summary>
internal sealed class FakeServer : IPhysicalConnectionFactory
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new();
    private readonly ConcurrentDictionary<string, Func<ServerFault>> _faults = new();
    private readonly ConcurrentDictionary<string, RowPage> _rows = new();

    public ConcurrentQueue<FakeConnection> Connections { get; } = new();

    /// <summary>What opening a connection fails with; null to let it succeed.</summary>
    public volatile ConnectionFailedException? Refusal;

    /// <summary>Opening waits for this.</summary>
    public volatile TaskCompletionSource? OpenGate;

    public int Opened;

    public int Open => Connections.Count(c => c.IsOpen);

    /// <summary>All statements, in the order in which they were sent, with the failed and without what a failure kept from running.</summary>
    public ConcurrentQueue<string> Statements { get; } = new();

    public int RoundTrips;

    public IPhysicalConnection Create()
    {
        var connection = new FakeConnection(this);
        Connections.Enqueue(connection);
        return connection;
    }

    /// <summary>A statement with this text waits until it is let go, or cancelled.</summary>
    public Gate Hold(string sql, bool isDeaf = false) => _gates[sql] = new Gate(isDeaf);

    public void Unhold(string sql) => _gates.TryRemove(sql, out _);

    public void Fail(string sql, string sqlState, bool lost = false) =>
        _faults[sql] = () => new ServerFault(sqlState, lost ? "FATAL" : "ERROR", "a failure", -1) { IsConnectionLost = lost };

    /// <summary>What it answers with can't be read: the connection is of no use any more, and which statement it was is not told.</summary>
    public void Garble(string sql) => _faults[sql] = () => new ServerFault(null, ServerFault.Unreadable, "a column of another type", -1);

    public void Heal(string sql) => _faults.TryRemove(sql, out _);

    public void Answer(string sql, RowPage rows) => _rows[sql] = rows;

    /// <summary>Answers statements by their values; null leaves them to the other answers.</summary>
    public volatile Func<BoundStatement, RowPage?>? Answers;

    internal Gate? GateOf(string sql) => _gates.GetValueOrDefault(sql);

    internal ServerFault? FaultOf(string sql) => _faults.TryGetValue(sql, out var fault) ? fault() : null;

    internal StepResult ResultOf(in BoundStatement bound) => new(Answers?.Invoke(bound) ?? _rows.GetValueOrDefault(bound.Statement.Sql) ?? RowPage.Empty, 1);
}

/// <summary>Where a statement is held.</summary>
internal sealed class Gate(bool isDeaf)
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The statement runs.</summary>
    public Task Entered => _entered.Task.WaitAsync(TimeSpan.FromSeconds(10));

    public void Release() => _open.TrySetResult();

    internal async Task<bool> PassAsync(Task cancelled, Task disposed)
    {
        _entered.TrySetResult();
        var first = await Task.WhenAny(isDeaf ? [_open.Task, disposed] : [_open.Task, cancelled, disposed]).ConfigureAwait(false);
        return first == _open.Task;
    }
}

internal sealed class FakeConnection(FakeServer server) : IPhysicalConnection
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    public TransactionStatus Transaction { get; private set; }

    public bool IsBroken { get; private set; }

    public bool IsOpen { get; private set; }

    /// <summary>The server ends it; we notice with the next statement.</summary>
    public bool IsTerminated { get; set; }

    public ConcurrentQueue<string> Statements { get; } = new();

    /// <summary>Closing waits for this.</summary>
    public TaskCompletionSource? CloseGate { get; set; }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (server.OpenGate is { } gate) await gate.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        else await Task.Yield();
        if (server.Refusal is { } refusal) throw new PhysicalConnectionException(new ServerFault(refusal.SqlState, "FATAL", refusal.Problem, -1) { Error = refusal });
        Interlocked.Increment(ref server.Opened);
        IsOpen = true;
    }

    public async Task<ImmutableArray<StepResult>> ExecuteAsync(ImmutableArray<BoundStatement> batch, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _running, 1) != 0) throw new InvalidOperationException("two batches at a time on one connection");
        try
        {
            _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Increment(ref server.RoundTrips);
            await Task.Yield();
            var results = ImmutableArray.CreateBuilder<StepResult>();
            for (var i = 0; i < batch.Length; i++)
            {
                var sql = batch[i].Statement.Sql;
                if (IsTerminated) throw Lost("57P01", i);
                Statements.Enqueue(sql);
                server.Statements.Enqueue(sql);
                var command = TransactionCommands.Of(sql);
                if (Transaction == TransactionStatus.Failed && command is not (TransactionCommand.Rollback or TransactionCommand.RollbackTo)) throw Failed(new ServerFault("25P02", "ERROR", "aborted", i), command);
                if (server.GateOf(sql) is { } gate && !await gate.PassAsync(_cancelled.Task, _disposed.Task).ConfigureAwait(false))
                {
                    if (_disposed.Task.IsCompleted) throw Lost(null, i);
                    throw Failed(new ServerFault("57014", "ERROR", "canceling statement due to user request", i), command);
                }
                if (server.FaultOf(sql) is { } fault)
                {
                    if (fault.IsConnectionLost) throw Lost(fault.SqlState, i);
                    if (fault.Severity == ServerFault.Unreadable) throw Unreadable(fault);
                    throw Failed(fault with { Statement = i }, command);
                }
                Transaction = Transaction.After(command);
                results.Add(server.ResultOf(batch[i]));
            }
            return results.ToImmutable();
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    public Task CancelAsync()
    {
        _cancelled.TrySetResult();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        IsBroken = true;
        _disposed.TrySetResult();
        if (CloseGate is { } gate) await gate.Task.ConfigureAwait(false);
        IsOpen = false;
    }

    private PhysicalConnectionException Failed(ServerFault fault, TransactionCommand command)
    {
        Transaction = Transaction.AfterFailureOf(command);
        return new PhysicalConnectionException(fault);
    }

    private PhysicalConnectionException Unreadable(ServerFault fault)
    {
        IsBroken = true;
        return new PhysicalConnectionException(fault);
    }

    private PhysicalConnectionException Lost(string? sqlState, int statement)
    {
        IsBroken = true;
        return new PhysicalConnectionException(new ServerFault(sqlState, "FATAL", "lost", statement) { IsConnectionLost = true });
    }
}
