using Akka.Actor;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;

namespace AkkaOrm.Connections;

/// <summary>A request for a connection: to run one plan, or to hold it.</summary>
/// <param name="Plan">Null when the session wants to hold the connection.</param>
/// <param name="Arrived">When the router heard of it, on the clock of <see cref="RequestContext"/>.</param>
/// <param name="WaitUntil">When waiting ends: the request's deadline, or the acquire timeout if that is earlier.</param>
internal sealed record WaitingRequest(IActorRef Session, long Request, Plan? Plan, RequestContext Context, long Arrived, long WaitUntil) : IWaiting
{
    /// <summary>A read of our own making outside of transactions, which others may share.</summary>
    public bool IsShared { get; init; }

    /// <summary>A shared read that is one statement: it can stand among those of others in one batch.</summary>
    public bool IsOneStatement { get; init; }

    /// <summary>How often a connection broke under it.</summary>
    public int Attempt { get; init; }

    object IWaiting.Owner => Session;
    long IWaiting.Asked => Context.Asked;

    public static bool MayShare(Plan plan) => plan.Transaction is PlanTransaction.None or PlanTransaction.Snapshot && plan.IsReissuable;

    /// <summary>What a plan that asks by no keys at all brings needs no statement: that is the plan runner's business.</summary>
    public static bool IsOne(Plan plan)
    {
        if (plan is not { Transaction: PlanTransaction.None, Steps: [var step] }) return false;
        foreach (var argument in step.Arguments)
        {
            if (argument is not (Argument.Value or Argument.Keys { Content.Length: > 0 })) return false;
        }
        return true;
    }
}
