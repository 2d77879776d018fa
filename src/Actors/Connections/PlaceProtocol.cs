using Akka.Actor;
using Akka.Event;

namespace AkkaOrm.Connections;

/// <summary>What passes between the router and the connections below it. A place is one of the connections that may be.</summary>
internal static class PlaceProtocol
{
    internal interface IMessage : INoSerializationVerificationNeeded;

    /// <summary>To a connection that is idle: work for this request, then say <see cref="Freed"/>. A connection that can't any more says <see cref="Bounced"/>.</summary>
    /// <param name="Request">The one request, or the first of those that share.</param>
    /// <param name="Shared">The reads of several, to be sent together; null when there is only the one.</param>
    internal sealed record Assign(long Lease, WaitingRequest Request, IReadOnlyList<WaitingPlace<WaitingRequest>>? Shared = null) : IMessage
    {
        /// <summary>All of them.</summary>
        public IReadOnlyList<WaitingRequest> Requests => Shared is null ? [Request] : [.. Shared.SelectMany(p => p.Requests)];
    }

    /// <summary>To the connection: whoever asked is no longer interested. A COMMIT in flight is left alone, and so is what others wait for too.</summary>
    internal sealed record CancelAssigned(long Lease, IActorRef Session, long Request) : IMessage;

    /// <summary>To a connection that is idle or connecting: close, and stop when that is confirmed.</summary>
    internal sealed record Retire : IMessage;

    /// <summary>From the connection: open, and idle from now on.</summary>
    internal sealed record Opened : IMessage, IDeadLetterSuppression;

    /// <summary>From the connection: it could not be opened, and stops.</summary>
    internal sealed record OpenFailed(ConnectionFailedException Error) : IMessage, IDeadLetterSuppression;

    /// <summary>From the connection: the lease is over, and the server has confirmed that the connection is clean.</summary>
    /// <param name="Milliseconds">How long its one round trip took; null when it had none, or several, or did not succeed.</param>
    internal sealed record Freed(long Lease, double? Milliseconds = null) : IMessage, IDeadLetterSuppression;

    /// <summary>From the connection, which closes: the requests had no effect and may go to another.</summary>
    internal sealed record Bounced(long Lease, IReadOnlyList<WaitingRequest> Requests) : IMessage, IDeadLetterSuppression;

    /// <summary>From an idle connection: it is too old. Answered with <see cref="Retire"/>, unless work is on its way to it.</summary>
    internal sealed record Aged : IMessage, IDeadLetterSuppression;

    /// <summary>From the connection: of no use any more; its place is free when it has stopped.</summary>
    internal sealed record Closing : IMessage, IDeadLetterSuppression;
}
