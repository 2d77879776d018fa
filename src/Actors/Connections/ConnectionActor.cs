using Akka.Actor;
using Akka.Event;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using AkkaOrm.Settings;
using AkkaOrm.Telemetry;
using static AkkaOrm.Connections.PlaceProtocol;
using static AkkaOrm.Protocols.ConnectionProtocol;

namespace AkkaOrm.Connections;

/// <summary>Owns one connection to the server, from opening to closing. All I/O runs beside it and comes back as a message, so that it always hears a cancel.</summary>
/// <remarks>
/// Connecting → Idle → (Checking) → Running one plan, or Leased → (Cancelling) → (Cleaning) → Idle; Closing from anywhere, then it stops:
/// the router counts its place as taken until then. States are plain functions: a connection changes its own with every request, and
/// building a table of handlers each time costs more than the request.
/// </remarks>
internal sealed class ConnectionActor : ActorBase, IWithTimers
{
    private readonly ConnectionSettings _settings;
    private readonly IPhysicalConnectionFactory _factory;
    private readonly StatementEcho _echo;
    private readonly IActorRef _router = Context.Parent;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly LeaseQueue _waiting = new();
    private Task<(IPhysicalConnection? Connection, ConnectionFailedException? Error)>? _opening;
    private IPhysicalConnection? _connection;
    private long _idleSince, _expires = long.MaxValue;
    private bool _isRetired;

    // The present assignment.
    private Assign? _assigned;
    private LeaseEnd _end;
    private long _leaseEnds = long.MaxValue;
    private bool _isSoiled, _wasCancelled;
    private string _lastSql = "";

    // What runs for it: one plan, or the reads of several together.
    private RunningPlan? _running;
    private SharedRun? _sharing;
    private double? _milliseconds;
    private CancelAttempt? _cancel;
    private long _graceEnds = long.MaxValue, _doubtEnds = long.MaxValue;

    // Nearly all reads are over before it is worth while to know whether anyone still waits for them.
    private const long WatchAfter = 100;
    private long _watchFrom = long.MaxValue;
    private bool _isWatching;

    public ITimerScheduler Timers { get; set; } = null!;

    private DueTimer Timer => field ??= new DueTimer(Timers);

    private static long Now => DueTimer.Now;

    public static Props Props(AkkaOrmSettings settings, IPhysicalConnectionFactory factory, StatementEcho echo) =>
        Akka.Actor.Props.Create(() => new ConnectionActor(settings, factory, echo));

    public ConnectionActor(AkkaOrmSettings settings, IPhysicalConnectionFactory factory, StatementEcho echo)
    {
        (_settings, _factory, _echo) = (settings.Connections, factory, echo);
    }

    protected override bool Receive(object message) => Connecting(message);

    protected override void PreStart()
    {
        _opening = ConnectionWork.OpenAsync(_factory, _settings.ConnectTimeout);
        Pipe(_opening, static done => new OpenDone(done.Connection, done.Error));
    }

    // The actor was stopped from outside or failed: the socket must not outlive it.
    protected override void PostStop()
    {
        if (_connection is { } left) _ = ConnectionWork.CloseAsync(left);
        if (_opening is { } opening) _ = CloseOpenedAsync(opening);

        static async Task CloseOpenedAsync(Task<(IPhysicalConnection? Connection, ConnectionFailedException?)> opening)
        {
            if ((await opening.ConfigureAwait(false)).Connection is { } opened) await ConnectionWork.CloseAsync(opened).ConfigureAwait(false);
        }
    }

    // ---- states: what is understood in each

    private bool Connecting(object message)
    {
        switch (message)
        {
            case OpenDone done: HandleOpenDone(done); break;
            case Retire: _isRetired = true; break;
            default: return IsLate(message);
        }
        return true;
    }

    private bool Idle(object message)
    {
        switch (message)
        {
            case Assign assign: HandleAssign(assign); break;
            case Retire: Close("retired"); break;
            case DueTimer.Ring: HandleIdleClock(); break;
            default: return IsLate(message);
        }
        return true;
    }

    private bool Checking(object message)
    {
        switch (message)
        {
            case Probed probed: HandleProbed(probed); break;
            case CancelAssigned cancel when IsAssigned(cancel): CancelChecked(cancel); break;
            case Terminated: _end = LeaseEnd.SessionEnded; break;
            case DueTimer.Ring: HandleCheckingClock(); break;
            default: return IsLate(message);
        }
        return true;
    }

    private bool Running(object message)
    {
        switch (message)
        {
            case Ran ran: HandleRan(ran); break;
            case CancelAssigned cancel when IsAssigned(cancel): Stop(PlanStop.Cancelled); break;
            case Terminated: EndLease(LeaseEnd.SessionEnded); break;
            case DueTimer.Ring: HandleRunningClock(); break;
            default: return IsLate(message);
        }
        return true;
    }

    private bool Sharing(object message)
    {
        switch (message)
        {
            case SharedRan ran: HandleSharedRan(ran); break;
            case CancelAssigned cancel when IsAssigned(cancel): LeaveShared(cancel.Session, cancel.Request, new Faulted(cancel.Request, Dropped, -1, PlanPhase.Sent)); break;
            case Terminated terminated: LeaveShared(terminated.ActorRef, null, null); break;
            case DueTimer.Ring: HandleSharingClock(); break;
            default: return IsLate(message);
        }
        return true;
    }

    private bool Leased(object message)
    {
        switch (message)
        {
            case Execute execute when IsOfLease(execute.Lease): HandleExecute(execute); break;
            case CancelExecute cancel when IsOfLease(cancel.Lease): HandleCancelExecute(cancel); break;
            case Release release when IsOfLease(release.Lease): EndLease(LeaseEnd.Released); break;
            case Ran ran: HandleRan(ran); break;
            case Terminated: EndLease(LeaseEnd.SessionEnded); break;
            case DueTimer.Ring: HandleRunningClock(); break;
            default: return IsLate(message);
        }
        return true;
    }

    private bool Cancelling(object message)
    {
        switch (message)
        {
            case Ran ran: HandleCancelledRan(ran); break;
            case SharedRan ran: HandleCancelledRan(new Ran(ran.Run.Progress == _running?.Progress ? _running : null, ran.Outcome.FailureOf(0) ?? new PlanOutcome(ran.Outcome.ResultOf(0), null, -1, PlanPhase.Sent))); break;
            case CancelSent sent: HandleCancelSent(sent); break;
            case Execute execute when IsOfLease(execute.Lease) && _end == LeaseEnd.None: _waiting.Add(execute, Sender); break;
            case CancelExecute cancel when IsOfLease(cancel.Lease): _waiting.Fail(cancel.Request); break;
            case Release release when IsOfLease(release.Lease): EndAfterCancel(LeaseEnd.Released); break;
            case Terminated: EndAfterCancel(LeaseEnd.SessionEnded); break;
            case DueTimer.Ring: HandleCancellingClock(); break;
            default: return IsLate(message);
        }
        return true;
    }

    private bool Cleaning(object message)
    {
        switch (message)
        {
            case Cleaned cleaned: HandleCleaned(cleaned); break;
            case DueTimer.Ring: HandleCleaningClock(); break;
            default: return IsLate(message);
        }
        return true;
    }

    private bool ClosingDown(object message)
    {
        switch (message)
        {
            case Closed: Context.Stop(Self); break;
            case Assign assign: _router.Tell(new Bounced(assign.Lease, assign.Requests)); break;
            default: return IsLate(message);
        }
        return true;
    }

    // Messages of leases that are over, and answers to what has been settled otherwise.
    private bool IsLate(object message)
    {
        switch (message)
        {
            case Execute execute: Sender.Tell(new StaleLease(execute.Lease, execute.Request)); break;
            case CancelExecute or Release or CancelAssigned or CancelSent or Ran or SharedRan or Probed or Cleaned or DueTimer.Ring or Terminated: break;
            case Akka.Actor.Status.Failure failure: throw new InvalidOperationException("a task of the connection failed instead of answering", failure.Cause);
            default: return false;
        }
        return true;
    }

    private bool IsLease => _assigned is { Request.Plan: null };

    private bool IsAssigned(CancelAssigned cancel) => cancel.Lease == _assigned!.Lease;

    private bool IsOfLease(long lease) => IsLease && lease == _assigned!.Lease;

    // ---- open, idle, close

    private void HandleOpenDone(OpenDone done)
    {
        (_connection, _opening) = (done.Connection, null);
        if (done.Error is { } error)
        {
            _router.Tell(new OpenFailed(error));
            Context.Stop(Self);
            return;
        }
        // All connections are opened together under load: they must not all grow old together.
        if (_settings.MaxLifetime is { } lifetime) _expires = Now + (long)(lifetime.TotalMilliseconds * (1 - Random.Shared.NextDouble() / 10));
        if (_isRetired)
        {
            Close("retired");
            return;
        }
        BecomeIdle();
        _router.Tell(new Opened());
    }

    private void BecomeIdle()
    {
        _idleSince = Now;
        Become(Idle);
        Timer.RingBy(_expires);
    }

    private void HandleIdleClock()
    {
        Timer.Rang();
        // The router answers with Retire, unless it has just given us work.
        if (Now >= _expires) _router.Tell(new Aged());
        else Timer.RingBy(_expires);
    }

    private void Close(string why)
    {
        _log.Debug("closes its connection: {Reason}", why);
        _router.Tell(new Closing());
        Forget();
        Become(ClosingDown);
        var closing = _connection!;
        _connection = null;
        Pipe(Closing(closing), static closed => closed);

        static async Task<Closed> Closing(IPhysicalConnection connection)
        {
            await ConnectionWork.CloseAsync(connection).ConfigureAwait(false);
            return new Closed();
        }
    }

    // ---- assignment

    private void HandleAssign(Assign assign)
    {
        _assigned = assign;
        (_end, _leaseEnds, _isSoiled, _wasCancelled, _lastSql, _milliseconds) = (LeaseEnd.None, long.MaxValue, false, false, "", null);
        _sharing = assign.Shared is { } shared ? new SharedRun(shared) : null;
        if (!assign.Request.IsShared) Watch();
        if (_connection!.IsBroken) Bounce();
        else if (Now - _idleSince < _settings.IdleCheck.TotalMilliseconds) Begin();
        else
        {
            Become(Checking);
            _graceEnds = Now + (long)_settings.CancelGrace.TotalMilliseconds;
            Timer.RingBy(_graceEnds);
            Pipe(ConnectionWork.ProbeAsync(_connection), static isAlive => new Probed(isAlive));
        }
    }

    private void HandleProbed(Probed probed)
    {
        _graceEnds = long.MaxValue;
        AnswerCancelled();
        if (_end != LeaseEnd.None && probed.IsAlive) Finish();
        else if (_end != LeaseEnd.None) Close("found dead");
        else if (probed.IsAlive) Begin();
        else Bounce();
    }

    private void HandleCheckingClock()
    {
        Timer.Rang();
        if (Now < _graceEnds) Timer.RingBy(_graceEnds);
        else if (_end == LeaseEnd.None) Bounce();
        else
        {
            AnswerCancelled();
            Close("found dead");
        }
    }

    private void CancelChecked(CancelAssigned cancel)
    {
        _sharing?.Leave(cancel.Session, cancel.Request, new ConnectionRouterProtocol.Rejected(cancel.Request, ConnectionTexts.Cancelled()));
        if (_sharing is not { Waiting: > 0 }) _end = LeaseEnd.Cancelled;
    }

    // Whoever gave up while the connection was looked at hears so, whatever was found.
    private void AnswerCancelled()
    {
        if (_end == LeaseEnd.Cancelled && _sharing is null) Session.Tell(new ConnectionRouterProtocol.Rejected(Request.Request, ConnectionTexts.Cancelled()));
    }

    private void Begin()
    {
        var request = Request;
        if (_sharing is { } sharing)
        {
            Share(sharing);
            return;
        }
        if (request.Plan is { } plan)
        {
            Become(Running);
            if (!_isWatching) Timer.RingBy(_watchFrom = Now + WatchAfter);
            Start(request.Request, plan, request.Context, Session);
            return;
        }
        Become(Leased);
        if (_settings.LeaseDeadline is { } longest) Timer.RingBy(_leaseEnds = Now + (long)longest.TotalMilliseconds);
        Session.Tell(new Granted(request.Request, _assigned!.Lease, Self));
    }

    private void Bounce()
    {
        _router.Tell(new Bounced(_assigned!.Lease, _sharing is { } sharing ? [.. sharing.Unanswered] : [Request]));
        Close("lost while idle");
    }

    private void Watch()
    {
        (_watchFrom, _isWatching) = (long.MaxValue, true);
        if (_sharing is null) Context.Watch(Session);
        else
        {
            foreach (var asker in _sharing.Unanswered) Context.Watch(asker.Session);
        }
    }

    private void Unwatch()
    {
        _watchFrom = long.MaxValue;
        if (!_isWatching) return;
        _isWatching = false;
        if (_assigned!.Shared is null) Context.Unwatch(Session);
        else
        {
            foreach (var request in _assigned.Requests) Context.Unwatch(request.Session);
        }
    }

    private WaitingRequest Request => _assigned!.Request;

    private IActorRef Session => _assigned!.Request.Session;

    // ---- work

    private void HandleExecute(Execute execute)
    {
        if (_running is null) Start(execute.Request, execute.Plan, execute.Context, Sender);
        else _waiting.Add(execute, Sender);
    }

    private void Start(long request, Plan plan, RequestContext context, IActorRef asker)
    {
        var running = _running = new RunningPlan(request, plan, context, asker);
        foreach (var step in plan.Steps)
        {
            if (step.Statement.Kind == StatementKind.Raw) _isSoiled = true;
            _lastSql = step.Statement.Sql;
        }
        Timer.RingBy(context.Deadline);
        Pipe(PlanRunner.RunAsync(_connection!, plan, running.Progress, new BatchObserver(_echo, context)), outcome => new Ran(running, outcome));
    }

    private void HandleRan(Ran ran)
    {
        if (ran.Plan is null || ran.Plan != _running) return;
        var (running, outcome) = (ran.Plan, ran.Outcome);
        _running = null;
        _graceEnds = _doubtEnds = long.MaxValue;
        _milliseconds = outcome is { Fault: null, RoundTrips: 1 } ? outcome.Milliseconds : null;
        if (!IsLease && _end == LeaseEnd.None && running.MayGoElsewhere(outcome))
        {
            Bounce();
            return;
        }
        // Whoever is answered may ask again at once: by then the connection should be free.
        var isFree = !IsLease && outcome.Fault is null && MayGiveBack();
        if (isFree) GiveBack();
        running.Answer(outcome, _log);
        if (!isFree) GoOn(outcome);
    }

    // After an answer: the next of the lease, or its end.
    private void GoOn(PlanOutcome outcome)
    {
        if (_connection!.IsBroken || outcome.Fault is { IsConnectionLost: true })
        {
            TellLeaseEnded(ConnectionTexts.LostWhileLeased(Request));
            Close("lost");
        }
        else if (!IsLease) Finish();
        else if (_end != LeaseEnd.None) FinishLease();
        else if (_waiting.TryTake(out var next, out var asker)) Start(next.Request, next.Plan, next.Context, asker);
    }

    // ---- reads of several together

    private void Share(SharedRun sharing)
    {
        Become(Sharing);
        _lastSql = sharing.LastSql;
        Timer.RingBy(Math.Min(sharing.Deadline, _watchFrom = Now + WatchAfter));
        Pipe(SharedRunner.RunAsync(_connection!, sharing, _echo), outcome => new SharedRan(sharing, outcome));
    }

    private void HandleSharedRan(SharedRan ran)
    {
        if (ran.Run != _sharing) return;
        _sharing = null;
        _milliseconds = ran.Outcome.Milliseconds;
        // Whoever is answered may ask again at once: by then the connection should be free.
        var lease = _assigned!.Lease;
        var isFree = ran.Outcome.IsWhole && MayGiveBack();
        if (isFree) GiveBack();
        var again = ran.Run.Answer(ran.Outcome);
        if (again.Count > 0) _router.Tell(new Bounced(lease, again));
        if (ran.Outcome.IsConnectionLost) Close("lost");
        else if (!isFree) Finish();
    }

    private void LeaveShared(IActorRef session, long? request, object? answer)
    {
        _sharing!.Leave(session, request, answer);
        StopUnwanted();
    }

    private void HandleSharingClock()
    {
        Timer.Rang();
        var now = Now;
        _sharing!.TellLate(now);
        if (StopUnwanted()) return;
        if (now >= _watchFrom) Watch();
        Timer.RingBy(Math.Min(_sharing.Deadline, _watchFrom));
    }

    // What others wait for too is never cancelled: a cancel stops whatever the connection runs.
    private bool StopUnwanted()
    {
        if (_sharing is not { Waiting: 0 } unwanted) return false;
        _running = unwanted.Abandoned();
        _sharing = null;
        return Stop(PlanStop.Cancelled);
    }

    private static readonly ServerFault Dropped = new(null, "ERROR", "cancelled while it ran together with the reads of others", -1) { IsCancelled = true };

    // ---- stopping what runs

    private void HandleCancelExecute(CancelExecute cancel)
    {
        if (_running?.Request == cancel.Request) Stop(PlanStop.Cancelled);
        else _waiting.Fail(cancel.Request);
    }

    /// <returns>False when COMMIT is on its way, or nothing runs: what runs is left to finish.</returns>
    private bool Stop(PlanStop why)
    {
        if (_running is not { } running || !running.Progress.TryCancel()) return false;
        running.Stop = why;
        _wasCancelled = true;
        _cancel = new CancelAttempt(Now + (long)_settings.CancelGrace.TotalMilliseconds);
        Become(Cancelling);
        SendCancel(_cancel);
        return true;
    }

    private void SendCancel(CancelAttempt cancel)
    {
        cancel.Sent();
        Timer.RingBy(cancel.NextLook(Now));
        Pipe(SentAsync(_connection!.CancelAsync(), cancel), static sent => sent);

        static async Task<CancelSent> SentAsync(Task sent, CancelAttempt cancel)
        {
            await sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return new CancelSent(cancel);
        }
    }

    private void HandleCancelledRan(Ran ran)
    {
        if (ran.Plan != _running) return;
        _cancel!.Outcome = ran.Outcome;
        if (_cancel.IsOver) FinishCancel(_cancel.Outcome);
    }

    private void HandleCancelSent(CancelSent sent)
    {
        if (sent.Cancel != _cancel) return;
        _cancel.Delivered();
        if (_cancel.IsOver) FinishCancel(_cancel.Outcome!);
    }

    private void HandleCancellingClock()
    {
        Timer.Rang();
        var now = Now;
        if (now >= _cancel!.GraceEnds) GiveUpCancel();
        else if (_cancel.IsRepeatDue) SendCancel(_cancel);
        else Timer.RingBy(_cancel.NextLook(now));
    }

    private void FinishCancel(PlanOutcome outcome)
    {
        var running = _running!;
        (_running, _cancel) = (null, null);
        running.Answer(running.Told(outcome), _log);
        Become(IsLease ? Leased : Running);
        Timer.RingBy(_leaseEnds);
        GoOn(outcome);
    }

    // The server did not confirm: the socket is closed, and until that is done the place counts as taken.
    private void GiveUpCancel()
    {
        var (running, outcome) = (_running!, _cancel!.Outcome);
        (_running, _cancel) = (null, null);
        if (outcome is not null) running.Answer(running.Told(outcome), _log);
        else running.AnswerUnconfirmed(_log);
        TellLeaseEnded(_end == LeaseEnd.Deadline ? ConnectionTexts.LeaseTooLong(Request, _settings) : ConnectionTexts.NotConfirmed());
        Close("cancel not confirmed");
    }

    private void HandleRunningClock()
    {
        Timer.Rang();
        var now = Now;
        if (now >= _leaseEnds)
        {
            _leaseEnds = long.MaxValue;
            EndLease(LeaseEnd.Deadline);
        }
        else if (_running is { Stop: PlanStop.None } running && now >= running.Context.Deadline)
        {
            if (!Stop(PlanStop.Deadline))
            {
                // COMMIT in flight: it gets its grace, then whoever waits is told that the outcome is not known.
                running.Stop = PlanStop.Deadline;
                _graceEnds = now + (long)_settings.CancelGrace.TotalMilliseconds;
            }
        }
        else if (now >= _graceEnds)
        {
            _graceEnds = long.MaxValue;
            _running?.AnswerInDoubt(_log);
            _doubtEnds = now + (long)_settings.InDoubtPatience.TotalMilliseconds;
        }
        else if (now >= _doubtEnds)
        {
            TellLeaseEnded(ConnectionTexts.LostWhileLeased(Request));
            Close("COMMIT is not answered");
            return;
        }
        if (now >= _watchFrom) Watch();
        Timer.RingBy(Math.Min(Math.Min(_leaseEnds, _watchFrom), _running is { Stop: PlanStop.None } open ? open.Context.Deadline : Math.Min(_graceEnds, _doubtEnds)));
    }

    // ---- the end of a lease

    private void EndLease(LeaseEnd why)
    {
        _end = why;
        if (why == LeaseEnd.SessionEnded && _running is { } orphan) orphan.IsMuted = true;
        if (_running is null) FinishLease();
        else if (why != LeaseEnd.Released) Stop(why == LeaseEnd.Deadline ? PlanStop.LeaseDeadline : PlanStop.SessionEnded);
    }

    private void EndAfterCancel(LeaseEnd why)
    {
        _end = why;
        if (why == LeaseEnd.SessionEnded) _running!.IsMuted = true;
    }

    private void FinishLease()
    {
        if (_end == LeaseEnd.Deadline) TellLeaseEnded(ConnectionTexts.LeaseTooLong(Request, _settings));
        if (_connection!.Transaction != TransactionStatus.Idle)
        {
            Instruments.Leaks.Add(1);
            _log.Warning("session {Session} left a transaction open ({Reason}); it is rolled back; last statement: {Sql}", Request.Context.Session, _end, _lastSql);
        }
        Finish();
    }

    // Those who gave it back, or are gone, know.
    private void TellLeaseEnded(AkkaOrmException error)
    {
        if (IsLease && _end is not (LeaseEnd.Released or LeaseEnd.SessionEnded)) Session.Tell(new LeaseEnded(_assigned!.Lease, error));
    }

    // Nobody uses the connection any more: it goes back clean, or not at all.
    private void Finish()
    {
        _waiting.Fail();
        Unwatch();
        if (_connection!.IsBroken) Close("lost");
        else if (Now >= _expires && _connection.Transaction == TransactionStatus.Idle) Close("too old");
        else if (MayGiveBack()) GiveBack();
        else
        {
            Become(Cleaning);
            _graceEnds = Now + (long)_settings.CancelGrace.TotalMilliseconds;
            Timer.RingBy(_graceEnds);
            Pipe(ConnectionWork.CleanAsync(_connection, _isSoiled, _wasCancelled, new BatchObserver(_echo, Request.Context, isUpkeep: true)), static isClean => new Cleaned(isClean));
        }
    }

    private bool MayGiveBack() => !_isSoiled && !_wasCancelled && !_connection!.IsBroken && _connection.Transaction == TransactionStatus.Idle && Now < _expires;

    private void HandleCleaned(Cleaned cleaned)
    {
        _graceEnds = long.MaxValue;
        if (!cleaned.IsClean) Close("could not be cleaned");
        else if (Now >= _expires) Close("too old");
        else GiveBack();
    }

    private void HandleCleaningClock()
    {
        Timer.Rang();
        if (Now >= _graceEnds) Close("was not clean in time");
        else Timer.RingBy(_graceEnds);
    }

    private void GiveBack()
    {
        var lease = _assigned!.Lease;
        Forget();
        BecomeIdle();
        _router.Tell(new Freed(lease, _milliseconds));
    }

    private void Forget()
    {
        if (_assigned is null) return;
        _waiting.Fail();
        Unwatch();
        _assigned = null;
        (_running, _sharing, _cancel) = (null, null, null);
        _leaseEnds = _graceEnds = _doubtEnds = long.MaxValue;
    }

    private void Pipe<T>(Task<T> task, Func<T, object> message)
    {
        if (task.IsCompletedSuccessfully) Self.Tell(message(task.Result));
        else _ = task.PipeTo(Self, success: message);
    }

    private enum LeaseEnd { None, Released, SessionEnded, Deadline, Cancelled }

    private sealed record OpenDone(IPhysicalConnection? Connection, ConnectionFailedException? Error) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
    private sealed record Probed(bool IsAlive) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
    private sealed record SharedRan(SharedRun Run, SharedOutcome Outcome) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
    private sealed record Ran(RunningPlan? Plan, PlanOutcome Outcome) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
    private sealed record CancelSent(CancelAttempt Cancel) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
    private sealed record Cleaned(bool IsClean) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
    private sealed record Closed : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
