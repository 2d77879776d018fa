using Akka.Actor;
using Akka.Event;
using AkkaOrm.Compilation;

namespace AkkaOrm.Protocols;

/// <summary>What the connection router understands. Sessions ask; every request is answered exactly once, by the router (rejected) or by the connection that took it.</summary>
internal static class ConnectionRouterProtocol
{
    /// <summary>A message of this protocol; never leaves its node.</summary>
    internal interface IMessage : INoSerializationVerificationNeeded;

    /// <summary>Runs a plan on any connection and gives it back at once. Answered with <see cref="ConnectionProtocol.Done"/>, <see cref="ConnectionProtocol.Faulted"/> or <see cref="Rejected"/>, to the sender.</summary>
    /// <param name="Request">Unique per session, echoed in the answer.</param>
    internal sealed record Run(long Request, Plan Plan, RequestContext Context) : IMessage;

    /// <summary>Asks for a connection to hold. Answered with <see cref="ConnectionProtocol.Granted"/> or <see cref="Rejected"/>.</summary>
    internal sealed record Acquire(long Request, RequestContext Context) : IMessage;

    /// <summary>The asker is no longer interested: leaves the line, or cancels what runs (never a COMMIT). Answered with <see cref="Rejected"/>, or by the request's own answer if that was faster.</summary>
    internal sealed record Cancel(long Request) : IMessage;

    /// <summary>The request got no connection, or was cancelled before it was sent: nothing happened in the database.</summary>
    internal sealed record Rejected(long Request, AkkaOrmException Error) : IMessage;

    /// <summary>No new requests from now on; those under way finish. Answered with <see cref="Drained"/>.</summary>
    internal sealed record Drain : IMessage;
    internal sealed record Drained : IMessage;

    /// <summary>Answered with <see cref="Status"/>.</summary>
    internal sealed record GetStatus : IMessage;

    /// <summary>How many places are in which state; the sum is the maximum.</summary>
    /// <param name="Waiting">What waits for a connection: reads that one statement will answer count once.</param>
    internal sealed record Status(int MaxSize, int Absent, int Connecting, int Idle, int Busy, int Leased, int Draining, int Waiting) : IMessage
    {
        /// <summary>How many requests wait, each counted.</summary>
        public int WaitingRequests { get; init; }

        /// <summary>Connections are idle, and all that waits are cheap reads that go with the next of the connections working for their like.</summary>
        public bool IsHolding { get; init; }
    }
}

/// <summary>What travels with every request.</summary>
/// <param name="Deadline">On this node's monotonic clock (<see cref="Environment.TickCount64"/> milliseconds); <see cref="long.MaxValue"/> for none.</param>
/// <param name="Asked">When the logical request started, on the same clock: the order of the waiting line.</param>
/// <param name="Session">The session's name, for reports and echo.</param>
/// <param name="TraceParent">W3C trace context of the caller; null when it has none.</param>
/// <param name="Partition">What reads must have in common to be sent together: tenant, role and settings of the session. Null: what a connection has by itself.</param>
internal sealed record RequestContext(long Deadline, long Asked, string Session, string? TraceParent = null, string? Partition = null);
