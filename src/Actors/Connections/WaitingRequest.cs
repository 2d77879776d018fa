using Akka.Actor;
using AkkaOrm.Protocols;

namespace AkkaOrm.Connections;

/// <summary>A request for a connection: to run one plan, or to hold it.</summary>
/// <param name="Plan">Null when the session wants to hold the connection.</param>
/// <param name="Arrived">When the router heard of it, on the clock of <see cref="RequestContext"/>.</param>
/// <param name="WaitUntil">When waiting ends: the request's deadline, or the acquire timeout if that is earlier.</param>
internal sealed record WaitingRequest(IActorRef Session, long Request, Plan? Plan, RequestContext Context, long Arrived, long WaitUntil) : IWaiting
{
    /// <summary>How often a connection broke under it.</summary>
    public int Attempt { get; init; }

    object IWaiting.Owner => Session;
    long IWaiting.Asked => Context.Asked;
}
