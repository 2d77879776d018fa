using Akka.Actor;
using Akka.Event;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using static AkkaOrm.Protocols.ConnectionProtocol;

namespace AkkaOrm.Connections;

/// <summary>Why a plan is stopped before its end.</summary>
internal enum PlanStop { None, Cancelled, Deadline, SessionEnded, LeaseDeadline }

/// <summary>A plan under way for a session, and the one answer to it.</summary>
internal sealed class RunningPlan(long request, Plan plan, RequestContext context, IActorRef asker, PlanProgress? progress = null)
{
    private readonly long _started = DueTimer.Now;

    public long Request => request;
    public Plan Plan => plan;
    public RequestContext Context => context;
    public PlanProgress Progress { get; } = progress ?? new();
    public PlanStop Stop { get; set; }
    public bool IsAnswered { get; private set; }

    /// <summary>Whoever asked is gone.</summary>
    public bool IsMuted { get; set; }

    /// <summary>A read of our own making, and the connection broke under it: nothing has happened that another can't do again.</summary>
    public bool MayGoElsewhere(PlanOutcome outcome) =>
        outcome.Fault is { IsConnectionLost: true } && !IsAnswered && !IsMuted && plan.IsReissuable
        && plan.Transaction is PlanTransaction.None or PlanTransaction.Snapshot && context.Deadline > DueTimer.Now;

    public void Answer(PlanOutcome outcome, ILoggingAdapter log)
    {
        if (IsMuted)
        {
            log.Debug("what session {Session} left behind ended: {Outcome}", context.Session, Text(outcome));
            return;
        }
        if (IsAnswered)
        {
            log.Warning("what session {Session} was told to be in doubt has ended: {Outcome}", context.Session, Text(outcome));
            return;
        }
        IsAnswered = true;
        asker.Tell(outcome.Result is { } result ? new Done(request, result) : new Faulted(request, outcome.Fault!, outcome.Step, outcome.Phase));
    }

    /// <summary>COMMIT was sent, and nothing has come back for too long.</summary>
    public void AnswerInDoubt(ILoggingAdapter log)
    {
        if (!IsAnswered) Answer(new PlanOutcome(null, Lost("COMMIT was not answered in time"), -1, PlanPhase.CommitSent), log);
    }

    /// <summary>It was to be stopped, and the server did not confirm.</summary>
    public void AnswerUnconfirmed(ILoggingAdapter log) => Answer(Told(new PlanOutcome(null, Lost("the cancelled statement did not end in time"), -1, Progress.Phase)), log);

    /// <summary>The outcome as whoever asked should hear it: a cancel of ours names its reason, unless what was written is in doubt.</summary>
    public PlanOutcome Told(PlanOutcome outcome)
    {
        if (outcome.Fault is not { SqlState: null or "57014" } fault || fault.IsConnectionLost && outcome.Phase == PlanPhase.CommitSent) return outcome;
        return outcome with
        {
            Fault = fault with
            {
                IsCancelled = true,
                Error = Stop == PlanStop.Deadline ? new DeadlineExceededException($"the answer was not there within the {context.Deadline - context.Asked} ms that the request was given; it ran for {DueTimer.Now - _started} ms.") : fault.Error,
            },
        };
    }

    private static ServerFault Lost(string what) => new(null, "FATAL", what, -1) { IsConnectionLost = true };

    private static string Text(PlanOutcome outcome) => outcome.Fault is { } fault ? fault.SqlState ?? "connection lost" : "done";
}
