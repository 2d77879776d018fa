using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaOrm.Protocols;
using static AkkaOrm.Protocols.ConnectionProtocol;

namespace AkkaOrm.Connections;

/// <summary>Plans of a lease that wait behind the one that runs.</summary>
internal sealed class LeaseQueue
{
    private readonly Queue<(Execute Execute, IActorRef Asker)> _waiting = new();

    public void Add(Execute execute, IActorRef asker) => _waiting.Enqueue((execute, asker));

    public bool TryTake([NotNullWhen(true)] out Execute? execute, [NotNullWhen(true)] out IActorRef? asker)
    {
        var found = _waiting.TryDequeue(out var next);
        (execute, asker) = next;
        return found;
    }

    /// <summary>They get their answer too: nothing of them was sent.</summary>
    /// <param name="request">The one to give up; null for all.</param>
    public void Fail(long? request = null)
    {
        for (var left = _waiting.Count; left > 0; left--)
        {
            var (execute, asker) = _waiting.Dequeue();
            if (request is { } one && execute.Request != one) _waiting.Enqueue((execute, asker));
            else asker.Tell(new Faulted(execute.Request, NotSent, -1, PlanPhase.NotSent));
        }
    }

    private static readonly ServerFault NotSent = new(null, "ERROR", "the lease was over, or the request cancelled, before it was sent", -1) { IsCancelled = true, IsNotSent = true };
}
