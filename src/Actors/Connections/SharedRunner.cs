using System.Collections.Immutable;
using System.Diagnostics;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using AkkaOrm.Telemetry;

namespace AkkaOrm.Connections;

/// <summary>Sends reads of several sessions as one batch. When it fails each is run again alone, once: only those whose own read fails hear of it.</summary>
/// <remarks>Never throws. Without error barriers, which can leave a connection out of step: after a failure nothing of the batch is taken for answered.</remarks>
internal sealed class SharedRunner
{
    private readonly IPhysicalConnection _connection;
    private readonly SharedRun _run;
    private readonly StatementEcho _echo;
    private readonly SharedOutcome _outcome;

    private SharedRunner(IPhysicalConnection connection, SharedRun run, StatementEcho echo) =>
        (_connection, _run, _echo, _outcome) = (connection, run, echo, new SharedOutcome(run.Askers.Length));

    public static async Task<SharedOutcome> RunAsync(IPhysicalConnection connection, SharedRun run, StatementEcho echo)
    {
        var runner = new SharedRunner(connection, run, echo);
        await (run.Plan is { } plan ? runner.RunPlanAsync(plan) : runner.RunReadsAsync()).ConfigureAwait(false);
        return runner._outcome;
    }

    private async Task RunPlanAsync(Plan plan)
    {
        var observer = new BatchObserver(_echo, _run.Askers[0].Context) { AskersOf = _ => Contexts(_run.Askers) };
        _outcome.Finish(await PlanRunner.RunAsync(_connection, plan, _run.Progress, observer).ConfigureAwait(false));
    }

    private async Task RunReadsAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var (results, fault) = await SendAsync(_run.Reads).ConfigureAwait(false);
        if (fault is null)
        {
            _outcome.Milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            var from = 0;
            for (var i = 0; i < results.Length; i++)
            {
                var count = _run.Reads[i].Askers.Length;
                _run.Reads[i].Share(results[i], _outcome.Results(from, count));
                from += count;
            }
            return;
        }
        var parts = _run.Reads.Length > 1 ? _run.Reads : _run.Reads[0].Apart;
        if (parts.Length > 1 && MayGoOn(fault)) await RunAloneAsync(parts, null).ConfigureAwait(false);
        else if (parts.Length > 1 && IsOutOfStep(fault)) _outcome.LeaveOpen();
        else _outcome.Finish(Failure(fault));
    }

    /// <returns>What ended all of it; null when more can be sent.</returns>
    private async Task<ServerFault?> RunAloneAsync(ImmutableArray<MergedRead> reads, ServerFault? end)
    {
        foreach (var read in reads)
        {
            if (end is not null && IsOutOfStep(end))
            {
                _outcome.LeaveOpen();
                continue;
            }
            var (results, fault) = end is null ? await SendAsync([read]).ConfigureAwait(false) : ([], end);
            if (fault is not null && !MayGoOn(fault)) end = fault;
            if (fault is not null && end is null && read.Apart is { Length: > 1 } apart) end = await RunAloneAsync(apart, end).ConfigureAwait(false);
            else if (fault is not null && IsOutOfStep(fault) && read.Apart.Length > 1) _outcome.LeaveOpen();
            else if (fault is not null) Fail(read, fault);
            else Take(read, results[0]);
        }
        return end;
    }

    private async Task<(ImmutableArray<StepResult> Results, ServerFault? Fault)> SendAsync(ImmutableArray<MergedRead> reads)
    {
        if (_run.Progress.IsCancelled) return ([], new ServerFault(null, "ERROR", "cancelled before it was sent", -1) { IsCancelled = true, IsNotSent = true });
        var batch = ImmutableArray.CreateBuilder<BoundStatement>(reads.Length);
        foreach (var read in reads) batch.Add(read.Statement);
        var statements = batch.MoveToImmutable();
        using var watch = new BatchObserver(_echo, reads[0].Askers[0].Context) { AskersOf = statement => Contexts(reads[statement].Askers) }.Sending(statements);
        try
        {
            _run.Progress.Phase = PlanPhase.Sent;
            var results = await _connection.ExecuteAsync(statements, CancellationToken.None).ConfigureAwait(false);
            watch.Done(results);
            return (results, null);
        }
        catch (Exception exception)
        {
            var known = (exception as PhysicalConnectionException)?.Fault;
            watch.Failed(known);
            return ([], known ?? PlanRunner.Unforeseen(exception, PlanPhase.Sent));
        }
    }

    private bool MayGoOn(ServerFault fault) =>
        !fault.IsConnectionLost && !_connection.IsBroken && _connection.Transaction == TransactionStatus.Idle && !_run.Progress.IsCancelled;

    // An answer that can't be read, a value that can't be written: whose it was is not known, and the connection is of no use for the others.
    private bool IsOutOfStep(ServerFault fault) => !fault.IsConnectionLost && !fault.IsCancelled && _connection.IsBroken;

    private void Take(MergedRead read, StepResult result)
    {
        var answers = new PlanResult[read.Askers.Length];
        read.Share(result, answers);
        for (var i = 0; i < answers.Length; i++) _outcome.Results(PlaceOf(read.Askers[i]), 1)[0] = answers[i];
    }

    private void Fail(MergedRead read, ServerFault fault)
    {
        foreach (var asker in read.Askers) _outcome.Fail(PlaceOf(asker), 1, Failure(fault));
    }

    private int PlaceOf(WaitingRequest asker)
    {
        var place = 0;
        while (!ReferenceEquals(_run.Askers[place], asker)) place++;
        return place;
    }

    private static PlanOutcome Failure(ServerFault fault) => new(null, fault, fault.IsConnectionLost ? -1 : 0, fault.IsNotSent ? PlanPhase.NotSent : PlanPhase.Sent);

    private static ImmutableArray<RequestContext> Contexts(ImmutableArray<WaitingRequest> askers) => [.. askers.Select(a => a.Context)];
}
