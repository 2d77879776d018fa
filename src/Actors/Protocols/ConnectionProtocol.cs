using Akka.Actor;
using Akka.Event;
using AkkaOrm.Compilation;

namespace AkkaOrm.Protocols;

/// <summary>What passes between a session and the connection that works for it.</summary>
internal static class ConnectionProtocol
{
    internal interface IMessage : INoSerializationVerificationNeeded;

    /// <summary>To the session: the connection is yours until you release it. Every message about it carries the lease.</summary>
    internal sealed record Granted(long Request, long Lease, IActorRef Connection) : IMessage;

    /// <summary>From the session: a plan for the leased connection. Another lease than the present one gets <see cref="StaleLease"/> and has no effect.</summary>
    internal sealed record Execute(long Lease, long Request, Plan Plan, RequestContext Context) : IMessage;

    /// <summary>Stops what the lease runs now; a COMMIT in flight is left alone. The running request is answered either way.</summary>
    internal sealed record CancelExecute(long Lease, long Request) : IMessage;

    /// <summary>Gives the connection back; an open transaction is rolled back and reported as a leak.</summary>
    internal sealed record Release(long Lease) : IMessage;

    internal sealed record Done(long Request, PlanResult Result) : IMessage, IDeadLetterSuppression;

    /// <summary>The plan failed.</summary>
    /// <param name="Step">Index into the plan's steps; -1 when it was BEGIN, COMMIT or the connection.</param>
    internal sealed record Faulted(long Request, ServerFault Fault, int Step, PlanPhase Phase) : IMessage, IDeadLetterSuppression;

    /// <summary>The lease ended without the session's doing: deadline, or the connection broke.</summary>
    internal sealed record LeaseEnded(long Lease, AkkaOrmException Error) : IMessage, IDeadLetterSuppression;
    internal sealed record StaleLease(long Lease, long Request) : IMessage, IDeadLetterSuppression;
}

/// <summary>How far a plan had come when it failed: what decides between "aborted" and "in doubt".</summary>
internal enum PlanPhase
{
    /// <summary>No byte was written.</summary>
    NotSent,

    /// <summary>Statements were sent, COMMIT was not.</summary>
    Sent,

    /// <summary>The batch with COMMIT was sent.</summary>
    CommitSent,
}
