using Akka.Actor;
using AkkaOrm.Protocols;

namespace AkkaOrm.Sessions;

/// <summary>Where a session lives: starts its actor with the first message, and tells it when every handle was collected.</summary>
internal sealed class SessionHome
{
    private readonly Lock _gate = new();
    private readonly Func<IActorRef> _start;
    private IActorRef? _ref;
    private bool _leftAlone;

    /// <param name="start">Starts the actor.</param>
    /// <param name="openSibling">Opens another session of the same Orm: what a stream runs on.</param>
    /// <param name="leftAlone">It outlives its handles: an owner is watched instead.</param>
    public SessionHome(Model model, string name, TimeSpan? timeout, Func<IActorRef> start, Func<Session> openSibling, bool leftAlone)
    {
        (Model, Name, Timeout, _start, OpenSibling, _leftAlone) = (model, name, timeout, start, openSibling, leftAlone);
    }

    ~SessionHome()
    {
        if (!_leftAlone && !IsClosed) _ref?.Tell(new SessionMessages.Abandoned(), ActorRefs.NoSender);
    }

    public Model Model { get; }
    public string Name { get; }

    /// <summary>For one command; null: without limit.</summary>
    public TimeSpan? Timeout { get; }
    public Func<Session> OpenSibling { get; }
    public bool IsClosed { get; set; }
    public bool IsStarted => _ref is not null;

    /// <summary>For the user's own messages: from now on the handle's end says nothing about the session's.</summary>
    public IActorRef Ref
    {
        get
        {
            _leftAlone = true;
            return Actor;
        }
    }

    public IActorRef Actor
    {
        get
        {
            if (_ref is { } started) return started;
            lock (_gate) return _ref ??= _start();
        }
    }
}
