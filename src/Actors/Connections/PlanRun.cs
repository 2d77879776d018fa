using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using AkkaOrm.Rows;
using AkkaOrm.Telemetry;

namespace AkkaOrm.Connections;

/// <summary>One run of one plan: which steps wait for the next batch, and what is there of those before.</summary>
internal sealed class PlanRun(IPhysicalConnection connection, Plan plan, PlanProgress progress, BatchObserver observer)
{
    private readonly StepResult?[] _results = new StepResult?[plan.Steps.Length];
    private readonly ArgumentResolver _arguments = new(plan);
    private readonly List<BoundStatement> _batch = [];
    private readonly List<int> _stepsOfBatch = [];
    private bool _begun;

    // BEGIN stands in front of the steps of the last batch that was sent.
    private bool _leads;

    private bool BeginsTransaction => plan.Transaction is PlanTransaction.Commit or PlanTransaction.Snapshot;

    public int Statements { get; private set; }
    public int RoundTrips { get; private set; }

    public async Task<ImmutableArray<StepResult>> ExecuteAsync()
    {
        foreach (var step in plan.Steps) CheckLeavesTransaction(step.Statement);
        for (var i = 0; i < plan.Steps.Length; i++)
        {
            var step = plan.Steps[i];
            if (WaitsForBatch(step)) await SendAsync(isLast: false).ConfigureAwait(false);
            if (_arguments.TryResolve(step, _results, out var values))
            {
                _stepsOfBatch.Add(i);
                _batch.Add(new BoundStatement(step.Statement, values));
            }
            else _results[i] = new StepResult(EmptyPage(step.Statement), 0);
        }
        if (_batch.Count > 0 || _begun || plan.Transaction == PlanTransaction.Finish) await SendAsync(isLast: true).ConfigureAwait(false);
        return [.. _results!];
    }

    /// <summary>After a failure: a transaction that the plan began must not outlive it. One that a lease has open is its session's, which may go back to a savepoint.</summary>
    public async Task RollbackAsync()
    {
        if (!BeginsTransaction || connection.IsBroken || connection.Transaction == TransactionStatus.Idle) return;
        ImmutableArray<BoundStatement> rollback = [new(ControlStatements.Rollback, [])];
        using var watch = observer.Sending(rollback);
        try
        {
            watch.Done(await connection.ExecuteAsync(rollback, CancellationToken.None).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            // The transaction stands open on it still: its owner closes a connection that is not idle.
            watch.Failed((exception as PhysicalConnectionException)?.Fault);
        }
    }

    /// <summary>The step of the plan that a fault's place in the last batch stands for.</summary>
    public int StepOf(ServerFault fault)
    {
        var place = fault.Statement - (_leads ? 1 : 0);
        return place >= 0 && place < _stepsOfBatch.Count ? _stepsOfBatch[place] : -1;
    }

    private bool WaitsForBatch(PlanStep step)
    {
        if (_stepsOfBatch.Count == 0) return false;
        foreach (var argument in step.Arguments)
        {
            if (argument is Argument.Value) continue;
            foreach (var needed in argument.Needs)
            {
                if (_stepsOfBatch.Contains(needed)) return true;
            }
        }
        return false;
    }

    private async Task SendAsync(bool isLast)
    {
        var ends = plan.Transaction != PlanTransaction.None;
        _leads = BeginsTransaction && !_begun;
        if (_leads) _batch.Insert(0, ControlStatements.Begin(plan));
        if (ends && isLast) _batch.Add(new BoundStatement(ControlStatements.Commit, []));
        var batch = ImmutableArray.CreateRange(_batch);
        var commits = plan.Transaction is PlanTransaction.Commit or PlanTransaction.Finish && isLast || plan.Transaction == PlanTransaction.None && HoldsCommit(batch);
        CheckMaySend(commits);
        if (commits ? !progress.TryEnterCommit() : progress.IsCancelled) throw Cancelled();

        // A statement that writes outside a transaction block is its own COMMIT.
        progress.Phase = commits || plan.Transaction == PlanTransaction.None && connection.Transaction == TransactionStatus.Idle && !plan.IsReissuable
            ? PlanPhase.CommitSent
            : PlanPhase.Sent;
        _begun |= _leads;
        Statements += batch.Length;
        RoundTrips++;
        var results = await ExecuteAsync(batch).ConfigureAwait(false);
        for (var i = 0; i < _stepsOfBatch.Count; i++) _results[_stepsOfBatch[i]] = results[i + (_leads ? 1 : 0)];
        if (commits || ends && isLast) CheckCommitted();
        _batch.Clear();
        _stepsOfBatch.Clear();
    }

    private async Task<ImmutableArray<StepResult>> ExecuteAsync(ImmutableArray<BoundStatement> batch)
    {
        var before = progress.Phase;
        using var watch = observer.Sending(batch);
        try
        {
            var results = await connection.ExecuteAsync(batch, CancellationToken.None).ConfigureAwait(false);
            watch.Done(results);
            return results;
        }
        catch (PhysicalConnectionException exception)
        {
            watch.Failed(exception.Fault);
            if (exception.Fault.IsNotSent) progress.Phase = RoundTrips == 1 ? PlanPhase.NotSent : PlanPhase.Sent;
            else progress.Phase = before;
            throw;
        }
    }

    // Sessions know their transactions by what they began and ended themselves: one that a text ends behind their back would be told as committed.
    private static void CheckLeavesTransaction(CompiledStatement statement)
    {
        if (statement.Kind != StatementKind.Raw || TransactionCommands.Of(statement.Sql) is TransactionCommand.None or TransactionCommand.RollbackTo) return;
        var word = TransactionCommands.FirstWord(statement.Sql);
        var error = new StatementException($"a statement of its own may not begin or end a transaction: {word} was not sent.")
        {
            Hint = "use BeginAsync, CommitAsync and RollbackAsync of the session",
        };
        throw new PhysicalConnectionException(new ServerFault(null, "ERROR", error.Problem, -1) { IsNotSent = true, Error = error });
    }

    // The end of a transaction that is over already: what follows would be written outside of it, and COMMIT be answered as a success.
    // COMMIT of a failed transaction is answered as a success too, and is a ROLLBACK.
    private void CheckMaySend(bool commits)
    {
        if (plan.Transaction == PlanTransaction.Finish && connection.Transaction == TransactionStatus.Idle)
        {
            var error = new DatabaseException("the transaction was over before COMMIT: it was ended by something else than its session, and COMMIT was not sent.") { SqlState = "25P01" };
            throw new PhysicalConnectionException(new ServerFault("25P01", "ERROR", error.Problem, -1) { Error = error });
        }
        if (commits && connection.Transaction == TransactionStatus.Failed)
        {
            throw new PhysicalConnectionException(new ServerFault("25P02", "ERROR", "the transaction has failed before: it can only be rolled back", -1));
        }
    }

    private void CheckCommitted()
    {
        if (connection.Transaction == TransactionStatus.Failed || plan.Transaction != PlanTransaction.None && connection.Transaction != TransactionStatus.Idle)
        {
            throw new PhysicalConnectionException(new ServerFault("25P02", "ERROR", "COMMIT was answered, and the transaction stands open", -1) { IsConnectionLost = true });
        }
        if (plan.Transaction == PlanTransaction.None) progress.LeaveCommit();
    }

    private static bool HoldsCommit(ImmutableArray<BoundStatement> batch)
    {
        foreach (var bound in batch)
        {
            if (bound.Statement.Kind == StatementKind.Control
                && TransactionCommands.Of(bound.Statement.Sql) is TransactionCommand.Commit or TransactionCommand.CommitAndChain) return true;
        }
        return false;
    }

    private static PhysicalConnectionException Cancelled() =>
        new(new ServerFault(null, "ERROR", "cancelled before it was sent", -1) { IsCancelled = true, IsNotSent = true });

    private static RowPage EmptyPage(CompiledStatement statement)
    {
        if (statement.Columns.IsEmpty) return RowPage.Empty;
        var columns = ImmutableArray.CreateBuilder<ColumnBuffer>(statement.Columns.Length);
        foreach (var type in statement.Columns) columns.Add(type.CreateColumn(0));
        return new RowPage(columns.MoveToImmutable(), 0);
    }
}
