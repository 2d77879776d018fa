using Akka.Actor;
using AkkaOrm.Protocols;

namespace AkkaOrm.Sessions;

/// <summary>Parent of some of the sessions: a session that fails ends, and idle ones are reminded to look at the clock by one timer for all.</summary>
internal sealed class SessionParentActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(50);
    private readonly TimeSpan? _idleTimeout;
    private IActorRef? _asker;

    public SessionParentActor(TimeSpan? idleTimeout)
    {
        _idleTimeout = idleTimeout;
        Receive<SessionMessages.IdleCheck>(check =>
        {
            foreach (var session in Context.GetChildren()) session.Tell(check);
        });
        Receive<SessionMessages.Finish>(finish =>
        {
            _asker = Sender;
            foreach (var session in Context.GetChildren()) Context.Watch(session).Tell(finish);
            FinishIfEmpty();
        });
        Receive<Terminated>(_ => FinishIfEmpty());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        // Without a limit in the settings a session may still have its own.
        var every = _idleTimeout is { } limit ? limit / 4 : TimeSpan.FromSeconds(10);
        if (every < ShortestLook) every = ShortestLook;
        if (every > TimeSpan.FromSeconds(10)) every = TimeSpan.FromSeconds(10);
        Timers.StartPeriodicTimer("idle", SessionMessages.IdleCheck.Instance, every);
    }

    private void FinishIfEmpty()
    {
        if (Context.GetChildren().Any()) return;
        _asker.Tell(new SessionMessages.Finished());
        Context.Stop(Self);
    }

    // Restarted, a session would have forgotten everything and pretend to be the same.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    public static Props Props(TimeSpan? idleTimeout) => Akka.Actor.Props.Create(() => new SessionParentActor(idleTimeout));
}
