using Akka.Actor;
using AkkaOrm.Protocols;

namespace AkkaOrm.Sessions;

/// <summary>Where a session lives: starts its actor with the first message, and tells it when every handle was collected.</summary>
internal abstract class SessionHome(Model model, TimeSpan? timeout)
{
    private readonly Lock _gate = new();
    private IActorRef? _ref;
    private Leash? _leash;
    private bool _isClosed;
    private bool _leftAlone;
    private long _calls;

    public Model Model => model;
    public abstract string Name { get; }

    /// <summary>For one command; null: without limit.</summary>
    public TimeSpan? Timeout => timeout;
    public bool IsStarted => _ref is not null;

    public bool IsClosed
    {
        get => _isClosed;
        set
        {
            _isClosed = value;
            LetGo();
        }
    }

    /// <summary>For the user's own messages: from now on the handle's end says nothing about the session's.</summary>
    public IActorRef Ref
    {
        get
        {
            _leftAlone = true;
            var actor = Actor;
            // Another thread may have just started it, and not seen that it is left alone.
            LetGo();
            return actor;
        }
    }

    public IActorRef Actor
    {
        get
        {
            if (_ref is { } started) return started;
            lock (_gate)
            {
                if (_ref is { } meanwhile) return meanwhile;
                var actor = Start();
                if (!_leftAlone && !OutlivesHandles) _leash = new Leash(actor);
                return _ref = actor;
            }
        }
    }

    /// <summary>Names a call among those of this session.</summary>
    public long NextCall() => Interlocked.Increment(ref _calls);

    /// <summary>Opens another session of the same Orm: what a stream runs on.</summary>
    public abstract Session OpenSibling();

    protected abstract IActorRef Start();

    /// <summary>An owner is watched instead.</summary>
    protected abstract bool OutlivesHandles { get; }

    private void LetGo()
    {
        if (_leash is { } leash) GC.SuppressFinalize(leash);
    }

    /// <summary>Collected with the last handle. Apart from the home, so that a session that never began costs no finalizer.</summary>
    private sealed class Leash(IActorRef session)
    {
        ~Leash() => session.Tell(new SessionMessages.Abandoned(), ActorRefs.NoSender);
    }
}
