using Akka.Actor;

namespace AkkaOrm.Sessions;

/// <summary>Starts an actor under a given parent from outside, at once: no message and no waiting.</summary>
internal static class Nursery
{
    public static IActorRef Start(IActorRef parent, Props props, string name)
    {
        // A parent that was just made has a stand-in for a cell until its first turn.
        var spin = new SpinWait();
        while (((ActorRefWithCell)parent).Underlying is not ActorCell)
        {
            if (parent is ActorRefWithCell { IsTerminated: true }) throw new SessionClosedException("the actor system has ended: no session can be started.");
            spin.SpinOnce();
        }
        try
        {
            return ((ActorCell)((ActorRefWithCell)parent).Underlying).AttachChild(props, isSystemService: false, name);
        }
        catch (InvalidOperationException)
        {
            // So says a parent that stops or has stopped.
            throw new SessionClosedException("the Orm has stopped: no session can be started.");
        }
    }
}
