using System.Diagnostics;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using AkkaOrm.Telemetry;

namespace AkkaOrm.Connections;

/// <summary>Executes plans on a connection in as few round trips as their steps allow.</summary>
/// <remarks>Never throws: whoever awaits it gets an outcome. When it is over, a transaction that the plan itself opened is closed, or the connection is broken.</remarks>
internal static class PlanRunner
{
    public static async Task<PlanOutcome> RunAsync(IPhysicalConnection connection, Plan plan, PlanProgress progress, BatchObserver observer)
    {
        var run = new PlanRun(connection, plan, progress, observer);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var results = await run.ExecuteAsync().ConfigureAwait(false);
            return new PlanOutcome(new PlanResult(results), null, -1, progress.Phase) { Statements = run.Statements, RoundTrips = run.RoundTrips, Milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds };
        }
        catch (Exception exception)
        {
            var fault = exception is PhysicalConnectionException known ? known.Fault : Unforeseen(exception, progress.Phase);
            await run.RollbackAsync().ConfigureAwait(false);
            return new PlanOutcome(null, fault, run.StepOf(fault), progress.Phase) { Statements = run.Statements, RoundTrips = run.RoundTrips };
        }
    }

    // Whatever it was, the connection can't be trusted to stand where we think it stands.
    internal static ServerFault Unforeseen(Exception exception, PlanPhase phase) =>
        new(null, "ERROR", $"{exception.GetType().Name}: {exception.Message}", -1) { IsConnectionLost = phase != PlanPhase.NotSent, IsNotSent = phase == PlanPhase.NotSent };
}
