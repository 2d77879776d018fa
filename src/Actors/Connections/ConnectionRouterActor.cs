using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using AkkaOrm.Protocols;
using AkkaOrm.Settings;
using AkkaOrm.Telemetry;
using static AkkaOrm.Connections.PlaceProtocol;
using static AkkaOrm.Protocols.ConnectionRouterProtocol;

namespace AkkaOrm.Connections;

/// <summary>Gives connections to sessions: owns the waiting line and the number of connections, never does I/O, never waits.</summary>
/// <remarks>What must hold: the places in all states are max-size; nobody waits while a connection is idle; lease numbers
/// only grow; every request is answered once. A connection counts until it has stopped, which it does when its socket is closed.</remarks>
internal sealed class ConnectionRouterActor : ReceiveActor, IWithTimers
{
    private const int MostAttempts = 3;
    private readonly ConnectionSettings _limits;
    private readonly Props _connection;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly WaitingLine<WaitingRequest> _line;
    private readonly Backoff _backoff;
    private readonly Dictionary<IActorRef, Place> _places = [];
    private readonly LinkedList<Place> _idle = new();
    private readonly Dictionary<(IActorRef Session, long Request), Place> _assigned = [];
    private readonly List<IActorRef> _drainers = [];
    private ConnectionFailedException? _lastFailure;
    private bool _isDraining;
    private long _lease;
    private long _opened;

    public ITimerScheduler Timers { get; set; } = null!;

    private DueTimer Timer => field ??= new DueTimer(Timers);

    private static long Now => DueTimer.Now;

    public static Props Props(AkkaOrmSettings settings, IPhysicalConnectionFactory factory) =>
        Akka.Actor.Props.Create(() => new ConnectionRouterActor(settings, factory)).WithDispatcher(Dispatcher(settings));

    public ConnectionRouterActor(AkkaOrmSettings settings, IPhysicalConnectionFactory factory)
    {
        _limits = settings.Connections;
        _line = new WaitingLine<WaitingRequest>(_limits.MaxWaiting);
        _backoff = new Backoff(_limits.BackoffMin, _limits.BackoffMax);
        var echo = new StatementEcho(Logging.GetLogger(Context.System, "akka.orm.statements"), settings.Statements);
        _connection = ConnectionActor.Props(settings, factory, echo).WithDispatcher(Dispatcher(settings));

        // From sessions.
        Receive<Run>(run => Ask(run.Request, run.Plan, run.Context));
        Receive<Acquire>(acquire => Ask(acquire.Request, null, acquire.Context));
        Receive<Cancel>(HandleCancel);

        // From connections.
        Receive<Opened>(HandleOpened);
        Receive<OpenFailed>(HandleOpenFailed);
        Receive<Freed>(HandleFreed);
        Receive<Bounced>(HandleBounced);
        Receive<Aged>(HandleAged);
        Receive<Closing>(HandleClosing);
        Receive<Terminated>(HandleTerminated);

        // From whoever runs the engine, and the clock.
        Receive<GetStatus>(_ => Sender.Tell(CurrentStatus()));
        Receive<Drain>(HandleDrain);
        Receive<DueTimer.Ring>(_ =>
        {
            Timer.Rang();
            Serve();
        });
    }

    internal static string Dispatcher(AkkaOrmSettings settings) => settings.Dispatcher.Length == 0 ? Akka.Dispatch.Dispatchers.DefaultDispatcherId : settings.Dispatcher;

    // A connection that throws has a bug: it stops, which closes its socket, and is replaced when there is work.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(exception =>
    {
        _log.Error(exception, "a connection's actor failed");
        return Directive.Stop;
    });

    // ---- sessions

    private void Ask(long request, Plan? plan, RequestContext context)
    {
        var now = Now;
        var patience = (long)Math.Min(_limits.AcquireTimeout.TotalMilliseconds, long.MaxValue - now);
        var waiting = new WaitingRequest(Sender, request, plan, context, now, Math.Min(context.Deadline, now + patience));
        if (_isDraining) Reject(waiting, ConnectionTexts.ShuttingDown());
        else if (_line.Count == 0 && TryTakeIdle(out var place)) Assign(place, waiting, now);
        else if (IsRefused(now)) Reject(waiting, ConnectionTexts.Again(_lastFailure));
        else Queue(waiting, now, again: false);
    }

    private void Queue(WaitingRequest waiting, long now, bool again)
    {
        switch (_line.Join(waiting, now, again))
        {
            case Joining.QueueFull:
                Reject(waiting, ConnectionTexts.Full(_line.Count, _limits));
                return;
            case Joining.Known:
                _log.Error("request {Request} of session {Session} was sent twice: the second is passed over", waiting.Request, waiting.Context.Session);
                return;
            case Joining.DeadlinePassed:
                Reject(waiting, Exhausted(waiting, now));
                return;
        }
        Context.Watch(waiting.Session);
        GoOn();
    }

    private void HandleCancel(Cancel cancel)
    {
        if (_line.TryLeave(Sender, cancel.Request, out var waiting))
        {
            Forget(waiting.Session);
            Reject(waiting, ConnectionTexts.Cancelled());
        }
        else if (_assigned.TryGetValue((Sender, cancel.Request), out var place)) place.Connection.Tell(new CancelAssigned(place.Lease));
        GoOn();
    }

    private void Reject(WaitingRequest waiting, AkkaOrmException error)
    {
        Instruments.Rejections.Add(1, new KeyValuePair<string, object?>("error.type", error.Code));
        waiting.Session.Tell(new Rejected(waiting.Request, error));
    }

    // ---- connections

    private void HandleOpened(Opened opened)
    {
        Instruments.Opened.Add(1);
        _backoff.Succeeded();
        _lastFailure = null;
        if (TryPlace(out var place)) Park(place);
    }

    private void HandleOpenFailed(OpenFailed failed)
    {
        if (!TryPlace(out var place)) return;
        place.State = PlaceState.Draining;
        _backoff.Failed(Now, Random.Shared.NextDouble());
        _lastFailure = failed.Error;
        _log.Warning("{Problem}; next attempt in {Pause} ms at the earliest", failed.Error.Problem, _backoff.NextAttempt - Now);
        // Connections that work will come free for those who wait; without one nobody is made to wait for a server that isn't there.
        if (!_places.Values.Any(p => p.IsAlive))
        {
            foreach (var waiting in _line.LeaveAll())
            {
                Forget(waiting.Session);
                Reject(waiting, ConnectionTexts.Again(failed.Error));
            }
        }
        GoOn();
    }

    private void HandleFreed(Freed freed)
    {
        if (TryPlace(out var place) && place.Lease == freed.Lease && place.Request is not null) Park(place);
    }

    private void Park(Place place)
    {
        End(place);
        place.State = PlaceState.Idle;
        _idle.AddLast(place.Node);
        Serve();
    }

    private void HandleBounced(Bounced bounced)
    {
        if (!TryPlace(out var place)) return;
        End(place);
        place.State = PlaceState.Draining;
        var now = Now;
        var request = bounced.Request with { Attempt = bounced.Request.Attempt + 1, WaitUntil = Math.Min(bounced.Request.Context.Deadline, now + (long)_limits.AcquireTimeout.TotalMilliseconds) };
        if (request.Attempt < MostAttempts) Queue(request, now, again: true);
        else Reject(request, new ConnectionLostException($"{request.Attempt} connections in a row were lost before they could do the work of session \"{request.Context.Session}\"."));
        GoOn();
    }

    private void HandleAged(Aged aged)
    {
        if (TryPlace(out var place) && place.State == PlaceState.Idle) Retire(place);
    }

    private void Retire(Place place)
    {
        if (place.State == PlaceState.Idle) _idle.Remove(place.Node);
        place.State = PlaceState.Draining;
        place.Connection.Tell(new Retire());
    }

    private void HandleClosing(Closing closing)
    {
        if (!TryPlace(out var place)) return;
        if (place.State == PlaceState.Idle) _idle.Remove(place.Node);
        End(place);
        place.State = PlaceState.Draining;
        GoOn();
    }

    private void HandleTerminated(Terminated terminated)
    {
        if (_places.Remove(terminated.ActorRef, out var place))
        {
            Instruments.Closed.Add(1);
            if (place.State == PlaceState.Idle) _idle.Remove(place.Node);
            if (place.Request is { } orphan) Abandoned(orphan, place.Lease);
            End(place);
        }
        else _line.LeaveAll(terminated.ActorRef);
        GoOn();
    }

    // The connection's actor failed with work in its hands: nobody else can answer, and how far it had come is not known.
    private static void Abandoned(WaitingRequest request, long lease)
    {
        if (request.Plan is { } plan)
        {
            var fault = new ServerFault(null, "FATAL", "the connection's actor stopped", -1) { IsConnectionLost = true };
            request.Session.Tell(new ConnectionProtocol.Faulted(request.Request, fault, -1, plan.IsReissuable ? PlanPhase.Sent : PlanPhase.CommitSent));
        }
        else
        {
            // Whether the lease was granted is not known here: one of the two is for somebody who waits, the other is passed over.
            request.Session.Tell(new Rejected(request.Request, new ConnectionLostException("the connection's actor stopped before the connection was leased.")));
            request.Session.Tell(new ConnectionProtocol.LeaseEnded(lease, new ConnectionLostException("the connection's actor stopped while the connection was leased.")));
        }
    }

    // ---- the line

    private void Serve()
    {
        var now = Now;
        foreach (var late in _line.TakeExpired(now))
        {
            Forget(late.Session);
            Reject(late, Exhausted(late, now));
        }
        while (_line.Count > 0 && TryTakeIdle(out var place) && _line.TryNext(out var waiting))
        {
            Forget(waiting.Session);
            Assign(place, waiting, now);
        }
        GoOn();
    }

    private void Assign(Place place, WaitingRequest request, long now)
    {
        Instruments.WaitTime.Record((now - request.Arrived) / 1000.0);
        place.Lease = ++_lease;
        place.Request = request;
        place.Since = now;
        place.State = request.Plan is null ? PlaceState.Leased : PlaceState.Busy;
        _assigned[(request.Session, request.Request)] = place;
        place.Connection.Tell(new Assign(place.Lease, request));
    }

    private void End(Place place)
    {
        if (place.Request is not { } request) return;
        Instruments.UseTime.Record((Now - place.Since) / 1000.0);
        _assigned.Remove((request.Session, request.Request));
        place.Request = null;
    }

    // After every change: open what is wanted, wake up in time, and notice that a drain is over.
    private void GoOn()
    {
        var now = Now;
        OpenMore(now);
        if (_line.NextExpiry is { } expiry) Timer.RingBy(_backoff.NextAttempt > now ? Math.Min(expiry, _backoff.NextAttempt) : expiry);
        if (_isDraining) FinishDrain();
    }

    private void OpenMore(long now)
    {
        if (_line.Count == 0 || _places.Count == _limits.MaxSize || now < _backoff.NextAttempt) return;
        var connecting = _places.Values.Count(p => p.State == PlaceState.Connecting);
        // While the server does not answer one attempt at a time is enough to learn that it does again.
        var wanted = Math.Min(_line.Count, _backoff.HasFailed ? 1 : int.MaxValue);
        for (; connecting < wanted && _places.Count < _limits.MaxSize; connecting++)
        {
            var connection = Context.ActorOf(_connection, $"connection-{++_opened}");
            Context.Watch(connection);
            _places.Add(connection, new Place(connection));
        }
    }

    // Wrong password, no such database: asking the server again right away would only lock the account.
    [MemberNotNullWhen(true, nameof(_lastFailure))]
    private bool IsRefused(long now) =>
        _lastFailure is { IsTransient: false } && now < _backoff.NextAttempt && !_places.Values.Any(p => p.IsAlive);

    private bool TryTakeIdle([NotNullWhen(true)] out Place? place)
    {
        place = _idle.First?.Value;
        if (place is not null) _idle.RemoveFirst();
        return place is not null;
    }

    private bool TryPlace([NotNullWhen(true)] out Place? place) => _places.TryGetValue(Sender, out place);

    // A session that waits for nothing more need not be watched here.
    private void Forget(IActorRef session)
    {
        if (!_line.Has(session)) Context.Unwatch(session);
    }

    // ---- status and end

    private void HandleDrain(Drain drain)
    {
        _isDraining = true;
        _drainers.Add(Sender);
        GoOn();
    }

    private void FinishDrain()
    {
        if (_line.Count > 0 || _assigned.Count > 0) return;
        foreach (var place in _places.Values.Where(p => p.State is PlaceState.Idle or PlaceState.Connecting).ToArray()) Retire(place);
        if (_places.Count > 0) return;
        foreach (var drainer in _drainers) drainer.Tell(new Drained());
        _drainers.Clear();
    }

    private ConnectionRouterProtocol.Status CurrentStatus() => new(
        _limits.MaxSize,
        _limits.MaxSize - _places.Count,
        CountOf(PlaceState.Connecting), CountOf(PlaceState.Idle), CountOf(PlaceState.Busy), CountOf(PlaceState.Leased), CountOf(PlaceState.Draining),
        _line.Count);

    private PoolExhaustedException Exhausted(WaitingRequest request, long now)
    {
        var longest = _places.Values.Where(p => p.Request is not null).MinBy(p => p.Since);
        return ConnectionTexts.Exhausted(request, now, _limits, new ConnectionTexts.Situation(
            CountOf(PlaceState.Leased), CountOf(PlaceState.Busy), CountOf(PlaceState.Connecting), CountOf(PlaceState.Draining), _line.Count,
            longest?.Request is { } holder ? (now - longest.Since, holder.Context.Session, holder.Plan is null) : null,
            _lastFailure?.Problem));
    }

    private int CountOf(PlaceState state) => _places.Values.Count(p => p.State == state);

    private enum PlaceState { Connecting, Idle, Busy, Leased, Draining }

    private sealed class Place
    {
        public Place(IActorRef connection)
        {
            Connection = connection;
            Node = new LinkedListNode<Place>(this);
        }

        public IActorRef Connection { get; }
        public LinkedListNode<Place> Node { get; }
        public PlaceState State { get; set; }
        public long Lease { get; set; }
        public WaitingRequest? Request { get; set; }
        public long Since { get; set; }

        /// <summary>It will be of use again without another attempt to connect.</summary>
        public bool IsAlive => State is PlaceState.Idle or PlaceState.Busy or PlaceState.Leased;
    }
}
