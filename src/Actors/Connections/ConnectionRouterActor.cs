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

    // A wait shorter than this is not worth a look whether whoever waits is still there, or another connection for cheap reads.
    private const long WatchAfter = 100, GrowAfter = 5;

    // So many connections working for cheap reads keep the processors busy: what comes meanwhile goes together with the next.
    private static readonly int EnoughCheap = Environment.ProcessorCount;

    // Further down the line nothing more is opened for at a time.
    private const int MostLooks = 16;
    private readonly ConnectionSettings _limits;
    private readonly Props _connection;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly WaitingLine<WaitingRequest> _line;
    private readonly SharedLane _lane = new(LaneLimits.Default);
    private readonly Backoff _backoff;
    private readonly Dictionary<IActorRef, Place> _places = [];
    private readonly LinkedList<Place> _idle = new();
    private readonly HashSet<IActorRef> _watched = [];
    private readonly int[] _counts = new int[(int)PlaceState.Draining + 1];
    private readonly List<IActorRef> _drainers = [];
    private ConnectionFailedException? _lastFailure;
    private bool _isDraining;
    private int _working, _cheapRuns;
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
        _line = new WaitingLine<WaitingRequest>(_limits.MaxWaiting, _limits.ShareReads ? LaneLimits.MostKeys : 1, SharedReads.Together);
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
            WatchWaiting();
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
        var isShared = _limits.ShareReads && plan is not null && WaitingRequest.MayShare(plan);
        var waiting = new WaitingRequest(Sender, request, plan, context, now, Math.Min(context.Deadline, now + patience))
        {
            IsShared = isShared,
            IsOneStatement = isShared && WaitingRequest.IsOne(plan!),
        };
        if (_isDraining) Reject(waiting, ConnectionTexts.ShuttingDown());
        else if (MayGoAtOnce(waiting, now) && TryTakeIdle(out var place)) Assign(place, waiting, now);
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
        // A read is soon served: who waits for one is watched once it has taken a while.
        if (!waiting.IsShared && _watched.Add(waiting.Session)) Context.Watch(waiting.Session);
        if (_idle.Count > 0 && !IsHolding(now)) Serve();
        else GoOn();
    }

    // Beside an idle connection only cheap reads wait, and nothing that is not one of them waits behind them.
    private bool MayGoAtOnce(WaitingRequest request, long now) =>
        _idle.Count > 0 && (!request.IsOneStatement || !_lane.IsCheap(request.Plan!.Steps[0].Statement) || _line.Count == 0 && !IsHolding(now));

    // Cheap reads wait a moment for the next of the connections that work for their like: what waits goes together, and the processors are busy.
    private bool IsHolding(long now) =>
        _cheapRuns >= EnoughCheap && _lane.Costs.IsNear && (_line.First is not { } first || now - first.Requests[0].Arrived < GrowAfter);

    private void WatchWaiting()
    {
        var since = Now - WatchAfter;
        foreach (var waiting in _line.All())
        {
            if (waiting.Arrived <= since && _watched.Add(waiting.Session)) Context.Watch(waiting.Session);
        }
    }

    private void HandleCancel(Cancel cancel)
    {
        if (_line.TryLeave(Sender, cancel.Request, out var waiting))
        {
            Forget(waiting.Session);
            Reject(waiting, ConnectionTexts.Cancelled());
        }
        else
        {
            foreach (var place in _places.Values)
            {
                if (place.Has(Sender, cancel.Request)) place.Connection.Tell(new CancelAssigned(place.Lease, Sender, cancel.Request));
            }
        }
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
        Move(place, PlaceState.Draining);
        _backoff.Failed(Now, Random.Shared.NextDouble());
        _lastFailure = failed.Error;
        _log.Warning("{Problem}; next attempt in {Pause} ms at the earliest", failed.Error.Problem, _backoff.NextAttempt - Now);
        // Connections that work will come free for those who wait; without one nobody is made to wait for a server that isn't there.
        if (!IsAnyAlive)
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
        if (!TryPlace(out var place) || place.Lease != freed.Lease || place.Request is null) return;
        if (freed.Milliseconds is { } milliseconds) Learn(place, milliseconds);
        Park(place);
    }

    private void Learn(Place place, double milliseconds)
    {
        if (!place.Request!.IsOneStatement) return;
        if (place.Shared is not { } shared) _lane.Costs.Alone(place.Request.Plan!.Steps[0].Statement, milliseconds);
        else if (shared.Count == 1) _lane.Costs.Alone(SharedLane.StatementOf(shared[0]), milliseconds);
        else _lane.Costs.Together(shared, place.Expected ?? 0, milliseconds);
    }

    private void Park(Place place)
    {
        End(place);
        Move(place, PlaceState.Idle);
        _idle.AddLast(place.Node);
        Serve();
    }

    private void HandleBounced(Bounced bounced)
    {
        if (!TryPlace(out var place)) return;
        End(place);
        Move(place, PlaceState.Draining);
        var now = Now;
        foreach (var bounce in bounced.Requests)
        {
            var request = bounce with { Attempt = bounce.Attempt + 1, WaitUntil = Math.Min(bounce.Context.Deadline, now + (long)_limits.AcquireTimeout.TotalMilliseconds) };
            if (request.Attempt < MostAttempts) Queue(request, now, again: true);
            else Reject(request, new ConnectionLostException($"{request.Attempt} connections in a row were lost before they could do the work of session \"{request.Context.Session}\"."));
        }
        Serve();
    }

    private void HandleAged(Aged aged)
    {
        if (TryPlace(out var place) && place.State == PlaceState.Idle) Retire(place);
    }

    private void Retire(Place place)
    {
        if (place.State == PlaceState.Idle) _idle.Remove(place.Node);
        Move(place, PlaceState.Draining);
        place.Connection.Tell(new Retire());
    }

    private void HandleClosing(Closing closing)
    {
        if (!TryPlace(out var place)) return;
        if (place.State == PlaceState.Idle) _idle.Remove(place.Node);
        End(place);
        Move(place, PlaceState.Draining);
        Serve();
    }

    private void HandleTerminated(Terminated terminated)
    {
        if (_places.Remove(terminated.ActorRef, out var place))
        {
            Instruments.Closed.Add(1);
            if (place.State == PlaceState.Idle) _idle.Remove(place.Node);
            foreach (var orphan in place.Requests) Abandoned(orphan, place.Lease);
            End(place);
            _counts[(int)place.State]--;
        }
        else
        {
            _watched.Remove(terminated.ActorRef);
            _line.LeaveAll(terminated.ActorRef);
        }
        Serve();
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
        while (NextToServe(now) is { } head && TryTakeIdle(out var place))
        {
            var places = new List<WaitingPlace<WaitingRequest>>();
            var expected = _lane.Take(_line, head, places);
            foreach (var taken in places)
            {
                foreach (var waiting in taken.Requests) Forget(waiting.Session);
            }
            if (places is [{ Requests: [var one] }]) Assign(place, one, now);
            else Assign(place, places, expected, now);
        }
        GoOn();
    }

    private WaitingPlace<WaitingRequest>? NextToServe(long now)
    {
        var next = _line.First;
        if (_idle.Count == 0 || next is null || !IsHolding(now)) return next;
        while (next is not null && _lane.IsCheap(next)) next = next.Next;
        return next;
    }

    private void Assign(Place place, WaitingRequest request, long now)
    {
        Instruments.WaitTime.Record((now - request.Arrived) / 1000.0);
        Begin(place, request, now, request.IsOneStatement && _lane.IsCheap(request.Plan!.Steps[0].Statement));
        place.Connection.Tell(new Assign(place.Lease, request));
    }

    private void Assign(Place place, List<WaitingPlace<WaitingRequest>> shared, double? expected, long now)
    {
        foreach (var of in shared)
        {
            foreach (var request in of.Requests) Instruments.WaitTime.Record((now - request.Arrived) / 1000.0);
        }
        (place.Shared, place.Expected) = (shared, expected);
        Begin(place, shared[0].Requests[0], now, shared.Count > 1 || _lane.IsCheap(shared[0]));
        place.Connection.Tell(new Assign(place.Lease, place.Request!, shared));
    }

    private void Begin(Place place, WaitingRequest request, long now, bool isCheap)
    {
        place.Lease = ++_lease;
        place.Request = request;
        place.Since = now;
        place.IsCheap = isCheap;
        if (isCheap) _cheapRuns++;
        _working++;
        Move(place, request.Plan is null ? PlaceState.Leased : PlaceState.Busy);
    }

    private void End(Place place)
    {
        if (place.Request is null) return;
        Instruments.UseTime.Record((Now - place.Since) / 1000.0);
        if (place.IsCheap) _cheapRuns--;
        _working--;
        (place.Request, place.Shared, place.IsCheap) = (null, null, false);
    }

    private void Move(Place place, PlaceState state)
    {
        _counts[(int)place.State]--;
        _counts[(int)state]++;
        place.State = state;
    }

    // After every change that leaves nothing to serve: open what is wanted, wake up in time, and notice that a drain is over.
    private void GoOn()
    {
        if (_line.Count > 0)
        {
            var now = Now;
            if (_idle.Count == 0) OpenMore(now);
            else Timer.RingBy(_line.First!.Requests[0].Arrived + GrowAfter);
            var look = Math.Min(_line.NextExpiry ?? long.MaxValue, now + WatchAfter);
            Timer.RingBy(_backoff.NextAttempt > now ? Math.Min(look, _backoff.NextAttempt) : look);
        }
        if (_isDraining) FinishDrain();
    }

    private void OpenMore(long now)
    {
        var room = _limits.MaxSize - _places.Count;
        if (room == 0 || now < _backoff.NextAttempt) return;
        var wanted = Wanted(now);
        // While the server does not answer one attempt at a time is enough to learn that it does again.
        if (_backoff.HasFailed) wanted = Math.Min(wanted, 1);
        for (var connecting = _counts[(int)PlaceState.Connecting]; connecting < wanted && room > 0; connecting++, room--)
        {
            var connection = Context.ActorOf(_connection, $"connection-{++_opened}");
            Context.Watch(connection);
            _places.Add(connection, new Place(connection));
            _counts[(int)PlaceState.Connecting]++;
        }
    }

    // One for each that waits; but cheap reads go together, with the next connection that comes free.
    private int Wanted(long now)
    {
        var (wanted, looks, oldestCheap) = (0, MostLooks, long.MaxValue);
        for (var waiting = _line.First; waiting is not null && looks > 0; waiting = waiting.Next, looks--)
        {
            if (_lane.IsCheap(waiting)) oldestCheap = Math.Min(oldestCheap, waiting.Requests[0].Arrived);
            else wanted++;
        }
        if (oldestCheap == long.MaxValue) return wanted;
        if (_cheapRuns < EnoughCheap || now - oldestCheap >= GrowAfter) return wanted + 1;
        Timer.RingBy(oldestCheap + GrowAfter);
        return wanted;
    }

    // Wrong password, no such database: asking the server again right away would only lock the account.
    [MemberNotNullWhen(true, nameof(_lastFailure))]
    private bool IsRefused(long now) =>
        _lastFailure is { IsTransient: false } && now < _backoff.NextAttempt && !IsAnyAlive;

    // Of use again without another attempt to connect.
    private bool IsAnyAlive => CountOf(PlaceState.Idle) + CountOf(PlaceState.Busy) + CountOf(PlaceState.Leased) > 0;

    private bool TryTakeIdle([NotNullWhen(true)] out Place? place)
    {
        place = _idle.First?.Value;
        if (place is not null) _idle.RemoveFirst();
        return place is not null;
    }

    private bool TryPlace([NotNullWhen(true)] out Place? place) => _places.TryGetValue(Sender, out place);

    // Should it wait for more, it is watched again with the next look.
    private void Forget(IActorRef session)
    {
        if (_watched.Count > 0 && _watched.Remove(session)) Context.Unwatch(session);
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
        if (_line.Count > 0 || _working > 0) return;
        foreach (var place in _places.Values.Where(p => p.State is PlaceState.Idle or PlaceState.Connecting).ToArray()) Retire(place);
        if (_places.Count > 0) return;
        foreach (var drainer in _drainers) drainer.Tell(new Drained());
        _drainers.Clear();
    }

    private ConnectionRouterProtocol.Status CurrentStatus() => new(
        _limits.MaxSize,
        _limits.MaxSize - _places.Count,
        CountOf(PlaceState.Connecting), CountOf(PlaceState.Idle), CountOf(PlaceState.Busy), CountOf(PlaceState.Leased), CountOf(PlaceState.Draining),
        _line.Count)
    {
        WaitingRequests = _line.Requests,
        IsHolding = _idle.Count > 0 && _line.Count > 0 && NextToServe(Now) is null,
    };

    private PoolExhaustedException Exhausted(WaitingRequest request, long now)
    {
        var longest = _places.Values.Where(p => p.Request is not null).MinBy(p => p.Since);
        return ConnectionTexts.Exhausted(request, now, _limits, new ConnectionTexts.Situation(
            CountOf(PlaceState.Leased), CountOf(PlaceState.Busy), CountOf(PlaceState.Connecting), CountOf(PlaceState.Draining), _line.Count,
            longest?.Request is { } holder ? (now - longest.Since, holder.Context.Session, holder.Plan is null) : null,
            _lastFailure?.Problem));
    }

    private int CountOf(PlaceState state) => _counts[(int)state];

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

        /// <summary>What it works for, or the first of those that share.</summary>
        public WaitingRequest? Request { get; set; }

        /// <summary>The reads of several.</summary>
        public List<WaitingPlace<WaitingRequest>>? Shared { get; set; }

        /// <summary>What <see cref="Shared"/> should cost, in milliseconds.</summary>
        public double? Expected { get; set; }
        public bool IsCheap { get; set; }
        public long Since { get; set; }

        public IEnumerable<WaitingRequest> Requests => Shared?.SelectMany(p => p.Requests) ?? (Request is null ? [] : [Request]);

        public bool Has(IActorRef session, long request) =>
            Request is not null && Requests.Any(r => r.Request == request && r.Session.Equals(session));
    }
}
