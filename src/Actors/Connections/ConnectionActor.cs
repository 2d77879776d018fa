using Akka.Actor;
using Akka.Event;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using AkkaOrm.Settings;
using AkkaOrm.Telemetry;
using static AkkaOrm.Protocols.ConnectionProtocol;
using static AkkaOrm.Protocols.PlaceProtocol;

namespace AkkaOrm.Connections;

/// <summary>Owns one connection to the server, from opening to closing. All I/O runs beside it and comes back as a message, so that it always hears a cancel.</summary>
/// <remarks>
/// Connecting → Idle → (Checking) → Running one plan, or Leased → (Cancelling) → (Cleaning) → Idle; Closing from anywhere, then it stops:
/// the router counts its place as taken until then.
/// </remarks>
internal sealed class ConnectionActor : ReceiveActor, IWithTimers
{
    private readonly ConnectionSettings _settings;
    private readonly IPhysicalConnectionFactory _factory;
    private readonly StatementEcho _echo;
    private readonly IActorRef _router = Context.Parent;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Queue<(Execute Execute, IActorRef Sender)> _waiting = new();
    private IPhysicalConnection? _connection;
    private long _idleSince, _expires = long.MaxValue;
    private bool _isRetired;

    // The present assignment.
    private Assign? _assigned;
    private LeaseEnd _end;
    private long _leaseEnds = long.MaxValue;
    private bool _isSoiled, _wasCancelled;
    private string _lastSql = "";

    // What runs for it.
    private Work? _work;
    private PlanOutcome? _cancelledOutcome;
    private bool _isCancelUnderWay;
    private long _graceEnds = long.MaxValue;

    public ITimerScheduler Timers { get; set; } = null!;

    private static long Now => Environment.TickCount64;

    public static Props Props(AkkaOrmSettings settings, IPhysicalConnectionFactory factory, StatementEcho echo) =>
        Akka.Actor.Props.Create(() => new ConnectionActor(settings, factory, echo));

    public ConnectionActor(AkkaOrmSettings settings, IPhysicalConnectionFactory factory, StatementEcho echo)
    {
        (_settings, _factory, _echo) = (settings.Connections, factory, echo);
        Connecting();
    }

    protected override void PreStart() => Pipe(ConnectionWork.OpenAsync(_factory, _settings.ConnectTimeout), static done => new OpenDone(done.Connection, done.Error));

    // The actor was stopped from outside or failed: the socket must not outlive it.
    protected override void PostStop()
    {
        if (_connection is { } left) _ = ConnectionWork.CloseAsync(left);
    }

    // ---- states: what is understood in each

    private void Connecting()
    {
        Receive<OpenDone>(HandleOpenDone);
        Receive<Retire>(_ => _isRetired = true);
        Always();
    }

    private void Idle()
    {
        Receive<Assign>(HandleAssign);
        Receive<Retire>(_ => Close("retired"));
        Receive<Clock>(_ => HandleIdleClock());
        Always();
    }

    private void Checking()
    {
        Receive<Probed>(HandleProbed);
        Receive<CancelAssigned>(IsAssigned, _ => _end = LeaseEnd.Cancelled);
        Receive<Terminated>(_ => _end = LeaseEnd.SessionEnded);
        Receive<Clock>(_ => HandleCheckingClock());
        Always();
    }

    private void Running()
    {
        Receive<Ran>(HandleRan);
        Receive<CancelAssigned>(IsAssigned, _ => { Stop(WorkStop.Cancelled); });
        Receive<Terminated>(_ => EndLease(LeaseEnd.SessionEnded));
        Receive<Clock>(_ => HandleWorkClock());
        Always();
    }

    private void Leased()
    {
        Receive<Execute>(IsOfLease, HandleExecute);
        Receive<CancelExecute>(cancel => cancel.Lease == _assigned!.Lease, HandleCancelExecute);
        Receive<Release>(release => release.Lease == _assigned!.Lease, _ => EndLease(LeaseEnd.Released));
        Receive<Ran>(HandleRan);
        Receive<Terminated>(_ => EndLease(LeaseEnd.SessionEnded));
        Receive<Clock>(_ => HandleWorkClock());
        Always();
    }

    private void Cancelling()
    {
        Receive<Ran>(HandleCancelledRan);
        Receive<CancelSent>(_ => HandleCancelSent());
        Receive<Execute>(execute => IsOfLease(execute) && _end == LeaseEnd.None, execute => _waiting.Enqueue((execute, Sender)));
        Receive<Release>(release => IsLease && release.Lease == _assigned!.Lease, _ => EndAfterCancel(LeaseEnd.Released));
        Receive<Terminated>(_ => EndAfterCancel(LeaseEnd.SessionEnded));
        Receive<Clock>(_ => HandleCancellingClock());
        Always();
    }

    private void Cleaning()
    {
        Receive<Cleaned>(HandleCleaned);
        Receive<Clock>(_ => HandleCleaningClock());
        Always();
    }

    private void ClosingDown()
    {
        Receive<Closed>(_ => Context.Stop(Self));
        Receive<Assign>(assign => _router.Tell(new Bounced(assign.Lease, assign.Request)));
        Always();
    }

    // Messages of leases that are over, and late answers to what has been settled otherwise.
    private void Always()
    {
        Receive<Execute>(execute => Sender.Tell(new StaleLease(execute.Lease, execute.Request)));
        Receive<CancelExecute>(_ => { });
        Receive<Release>(_ => { });
        Receive<CancelAssigned>(_ => { });
        Receive<CancelSent>(_ => { });
        Receive<Ran>(_ => { });
        Receive<Probed>(_ => { });
        Receive<Cleaned>(_ => { });
        Receive<Clock>(_ => { });
        Receive<Terminated>(_ => { });
        Receive<Akka.Actor.Status.Failure>(failure => throw new InvalidOperationException("a task of the connection failed instead of answering", failure.Cause));
    }

    private bool IsLease => _assigned is { Request.Plan: null };

    private bool IsAssigned(CancelAssigned cancel) => cancel.Lease == _assigned!.Lease;

    private bool IsOfLease(Execute execute) => IsLease && execute.Lease == _assigned!.Lease;

    // ---- open, idle, close

    private void HandleOpenDone(OpenDone done)
    {
        _connection = done.Connection;
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
        Arm(_expires);
    }

    private void HandleIdleClock()
    {
        _armed = long.MaxValue;
        // The router answers with Retire, unless it has just given us work.
        if (Now >= _expires) _router.Tell(new Aged());
        else Arm(_expires);
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
        (_end, _leaseEnds, _isSoiled, _wasCancelled, _lastSql) = (LeaseEnd.None, long.MaxValue, false, false, "");
        Context.Watch(assign.Request.Session);
        if (_connection!.IsBroken) Bounce();
        else if (Now - _idleSince < _settings.IdleCheck.TotalMilliseconds) Begin();
        else
        {
            Become(Checking);
            _graceEnds = Now + (long)_settings.CancelGrace.TotalMilliseconds;
            Arm(_graceEnds);
            Pipe(ConnectionWork.ProbeAsync(_connection), static isAlive => new Probed(isAlive));
        }
    }

    private void HandleProbed(Probed probed)
    {
        _graceEnds = long.MaxValue;
        if (_end == LeaseEnd.Cancelled) Session.Tell(new ConnectionRouterProtocol.Rejected(Request.Request, RouterTexts.Cancelled()));
        if (_end != LeaseEnd.None && probed.IsAlive) Finish();
        else if (_end != LeaseEnd.None) Close("found dead");
        else if (probed.IsAlive) Begin();
        else Bounce();
    }

    private void HandleCheckingClock()
    {
        _armed = long.MaxValue;
        if (Now < _graceEnds) Arm(_graceEnds);
        else if (_end == LeaseEnd.None) Bounce();
        else Close("found dead");
    }

    private void Begin()
    {
        var request = Request;
        if (request.Plan is { } plan)
        {
            Become(Running);
            Start(request.Request, plan, request.Context, Session);
            return;
        }
        Become(Leased);
        if (_settings.LeaseDeadline is { } longest) Arm(_leaseEnds = Now + (long)longest.TotalMilliseconds);
        Session.Tell(new Granted(request.Request, _assigned!.Lease, Self));
    }

    private void Bounce()
    {
        _router.Tell(new Bounced(_assigned!.Lease, Request));
        Close("lost while idle");
    }

    private WaitingRequest Request => _assigned!.Request;

    private IActorRef Session => _assigned!.Request.Session;

    // ---- work

    private void HandleExecute(Execute execute)
    {
        if (_work is null) Start(execute.Request, execute.Plan, execute.Context, Sender);
        else _waiting.Enqueue((execute, Sender));
    }

    private void Start(long request, Plan plan, RequestContext context, IActorRef asker)
    {
        var progress = new PlanProgress();
        _work = new Work(request, plan, context, asker, progress);
        foreach (var step in plan.Steps)
        {
            if (step.Statement.Kind == StatementKind.Raw) _isSoiled = true;
            _lastSql = step.Statement.Sql;
        }
        if (context.Deadline != long.MaxValue) Arm(context.Deadline);
        var work = _work;
        Pipe(PlanRunner.RunAsync(_connection!, plan, progress, new BatchObserver(_echo, context)), outcome => new Ran(work, outcome));
    }

    private void HandleRan(Ran ran)
    {
        if (ran.Work != _work) return;
        var work = _work!;
        _work = null;
        _graceEnds = long.MaxValue;
        if (MayGoElsewhere(work, ran.Outcome))
        {
            Bounce();
            return;
        }
        Answer(work, ran.Outcome);
        GoOn(ran.Outcome);
    }

    // A read of our own making, and the connection broke under it: nothing has happened that another can't do again.
    private bool MayGoElsewhere(Work work, PlanOutcome outcome) =>
        outcome.Fault is { IsConnectionLost: true } && !IsLease && _end == LeaseEnd.None && !work.IsAnswered && !work.IsMuted
        && work.Plan.IsReissuable && work.Plan.Transaction != PlanTransaction.Commit && work.Context.Deadline > Now;

    private void Answer(Work work, PlanOutcome outcome)
    {
        if (work.IsMuted) _log.Debug("what session {Session} left behind ended: {Outcome}", work.Context.Session, outcome.Fault?.SqlState ?? (outcome.Fault is null ? "done" : "lost"));
        else if (work.IsAnswered)
        {
            if (outcome.Fault is null) _log.Warning("what session {Session} was told to be in doubt has succeeded", work.Context.Session);
            else _log.Warning("what session {Session} was told to be in doubt has failed: {SqlState}", work.Context.Session, outcome.Fault.SqlState);
        }
        else if (outcome.Result is { } result) work.Asker.Tell(new Done(work.Request, result));
        else work.Asker.Tell(new Faulted(work.Request, outcome.Fault!, outcome.Step, outcome.Phase));
        work.IsAnswered = true;
    }

    // After an answer: the next of the lease, or its end.
    private void GoOn(PlanOutcome outcome)
    {
        if (_connection!.IsBroken || outcome.Fault is { IsConnectionLost: true })
        {
            if (IsLease && _end is not (LeaseEnd.Released or LeaseEnd.SessionEnded))
            {
                Session.Tell(new LeaseEnded(_assigned!.Lease, new ConnectionLostException($"the connection of session \"{Request.Context.Session}\" was lost while it was leased.")));
            }
            Close("lost");
        }
        else if (!IsLease) Finish();
        else if (_end != LeaseEnd.None) FinishLease();
        else if (_waiting.TryDequeue(out var next)) Start(next.Execute.Request, next.Execute.Plan, next.Execute.Context, next.Sender);
    }

    // ---- stopping what runs

    private void HandleCancelExecute(CancelExecute cancel)
    {
        if (_work?.Request == cancel.Request) Stop(WorkStop.Cancelled);
        else FailWaiting(waiting => waiting.Request == cancel.Request);
    }

    /// <returns>False when COMMIT is on its way, or nothing runs: what runs is left to finish.</returns>
    private bool Stop(WorkStop why)
    {
        if (_work is not { } work || !work.Progress.TryCancel()) return false;
        work.Stop = why;
        _cancelledOutcome = null;
        _wasCancelled = true;
        _graceEnds = Now + (long)_settings.CancelGrace.TotalMilliseconds;
        Become(Cancelling);
        SendCancel();
        return true;
    }

    private void SendCancel()
    {
        _isCancelUnderWay = true;
        Arm(Math.Min(_graceEnds, Now + RepeatCancelAfter));
        Pipe(Sent(_connection!.CancelAsync()), static sent => sent);

        static async Task<CancelSent> Sent(Task cancel)
        {
            await cancel.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return new CancelSent();
        }
    }

    private void HandleCancelledRan(Ran ran)
    {
        if (ran.Work != _work) return;
        _cancelledOutcome = ran.Outcome;
        if (!_isCancelUnderWay) FinishCancel();
    }

    // A cancel still on its way could hit whatever the connection does next.
    private void HandleCancelSent()
    {
        _isCancelUnderWay = false;
        if (_cancelledOutcome is not null) FinishCancel();
    }

    private void HandleCancellingClock()
    {
        _armed = long.MaxValue;
        if (Now >= _graceEnds) GiveUpCancel();
        // It may have come between two batches, where there was nothing to stop.
        else if (!_isCancelUnderWay && _cancelledOutcome is null) SendCancel();
        else Arm(Math.Min(_graceEnds, Now + RepeatCancelAfter));
    }

    private void FinishCancel()
    {
        var work = _work!;
        var outcome = _cancelledOutcome!;
        (_work, _cancelledOutcome, _graceEnds) = (null, null, long.MaxValue);
        Answer(work, outcome.Fault is { } fault ? outcome with { Fault = work.Told(fault) } : outcome);
        Become(IsLease ? Leased : Running);
        Arm(_leaseEnds);
        GoOn(outcome);
    }

    // The server did not confirm: the socket is closed, and until that is done the place counts as taken.
    private void GiveUpCancel()
    {
        var work = _work!;
        _work = null;
        _graceEnds = long.MaxValue;
        var lost = new ServerFault(null, "FATAL", "the cancelled statement did not end in time", -1) { IsConnectionLost = true };
        Answer(work, _cancelledOutcome ?? new PlanOutcome(null, work.Told(lost), -1, work.Progress.Phase));
        if (IsLease && _end is not (LeaseEnd.Released or LeaseEnd.SessionEnded)) Session.Tell(new LeaseEnded(_assigned!.Lease, _end == LeaseEnd.Deadline ? LeaseTooLong() : new ConnectionLostException("a cancelled statement did not end in time (akka.orm.connections.cancel-grace): its connection was closed.")));
        Close("cancel not confirmed");
    }

    private void HandleWorkClock()
    {
        _armed = long.MaxValue;
        var now = Now;
        if (now >= _leaseEnds)
        {
            _leaseEnds = long.MaxValue;
            EndLease(LeaseEnd.Deadline);
        }
        else if (_work is { Stop: WorkStop.None } work && now >= work.Context.Deadline)
        {
            if (!Stop(WorkStop.Deadline))
            {
                // COMMIT in flight: it gets its grace, then whoever waits is told that the outcome is not known.
                work.Stop = WorkStop.Deadline;
                _graceEnds = now + (long)_settings.CancelGrace.TotalMilliseconds;
            }
        }
        else if (_work is { } late && now >= _graceEnds)
        {
            _graceEnds = long.MaxValue;
            var doubt = new ServerFault(null, "FATAL", "COMMIT was not answered in time", -1) { IsConnectionLost = true };
            if (!late.IsAnswered) Answer(late, new PlanOutcome(null, doubt, -1, PlanPhase.CommitSent));
        }
        Arm(Math.Min(_leaseEnds, _work is { Stop: WorkStop.None } open ? open.Context.Deadline : _graceEnds));
    }

    // ---- the end of a lease

    private void EndLease(LeaseEnd why)
    {
        _end = why;
        if (why == LeaseEnd.SessionEnded && _work is { } orphan) orphan.IsMuted = true;
        if (_work is null) FinishLease();
        else if (why != LeaseEnd.Released) Stop(why == LeaseEnd.Deadline ? WorkStop.LeaseDeadline : WorkStop.SessionEnded);
    }

    private void EndAfterCancel(LeaseEnd why)
    {
        _end = why;
        if (why == LeaseEnd.SessionEnded) _work!.IsMuted = true;
    }

    private void FinishLease()
    {
        if (_end == LeaseEnd.Deadline) Session.Tell(new LeaseEnded(_assigned!.Lease, LeaseTooLong()));
        if (_connection!.Transaction != TransactionStatus.Idle)
        {
            Instruments.Leaks.Add(1);
            _log.Warning("session {Session} left a transaction open ({Reason}); it is rolled back; last statement: {Sql}", Request.Context.Session, _end, _lastSql);
        }
        Finish();
    }

    private DeadlineExceededException LeaseTooLong() => new($"session \"{Request.Context.Session}\" held a connection for {_settings.LeaseDeadline?.TotalMilliseconds:0} ms (akka.orm.connections.lease-deadline): it was taken back.")
    {
        Detail = "what was not committed is rolled back",
        Hint = "1. commit or roll back sooner  2. don't wait for people or other services within a transaction  3. raise lease-deadline",
    };

    // Nobody uses the connection any more: it goes back clean, or not at all.
    private void Finish()
    {
        FailWaiting(_ => true);
        Context.Unwatch(Session);
        if (_connection!.IsBroken) Close("lost");
        else if (Now >= _expires && _connection.Transaction == TransactionStatus.Idle) Close("too old");
        else if (_isSoiled || _wasCancelled || _connection.Transaction != TransactionStatus.Idle)
        {
            Become(Cleaning);
            _graceEnds = Now + (long)_settings.CancelGrace.TotalMilliseconds;
            Arm(_graceEnds);
            Pipe(ConnectionWork.CleanAsync(_connection, _isSoiled, _wasCancelled, new BatchObserver(_echo, Request.Context)), static isClean => new Cleaned(isClean));
        }
        else GiveBack();
    }

    private void HandleCleaned(Cleaned cleaned)
    {
        _graceEnds = long.MaxValue;
        if (!cleaned.IsClean) Close("could not be cleaned");
        else if (Now >= _expires) Close("too old");
        else GiveBack();
    }

    private void HandleCleaningClock()
    {
        _armed = long.MaxValue;
        if (Now >= _graceEnds) Close("was not clean in time");
        else Arm(_graceEnds);
    }

    private void GiveBack()
    {
        var lease = _assigned!.Lease;
        Forget();
        BecomeIdle();
        _router.Tell(new Freed(lease));
    }

    private void Forget()
    {
        if (_assigned is null) return;
        FailWaiting(_ => true);
        Context.Unwatch(Session);
        _assigned = null;
        _work = null;
        _leaseEnds = _graceEnds = long.MaxValue;
    }

    // Those that wait behind the one that runs get their answer too: nothing of them was sent.
    private void FailWaiting(Func<Execute, bool> which)
    {
        for (var left = _waiting.Count; left > 0; left--)
        {
            var (execute, sender) = _waiting.Dequeue();
            if (!which(execute)) _waiting.Enqueue((execute, sender));
            else sender.Tell(new Faulted(execute.Request, new ServerFault(null, "ERROR", "the lease was over, or the request cancelled, before it was sent", -1) { IsCancelled = true, IsNotSent = true }, -1, PlanPhase.NotSent));
        }
    }

    // ---- clock and tasks

    private const long RepeatCancelAfter = 100;
    private long _armed = long.MaxValue;

    // One timer for whatever comes first; one that rings too early looks and sets the next. Most requests are over long before theirs, and need none.
    private void Arm(long due)
    {
        if (due >= _armed) return;
        _armed = due;
        Timers.StartSingleTimer(Clock.Instance, Clock.Instance, TimeSpan.FromMilliseconds(Math.Clamp(due - Now, 1, int.MaxValue)));
    }

    private void Pipe<T>(Task<T> task, Func<T, object> message)
    {
        if (task.IsCompletedSuccessfully) Self.Tell(message(task.Result));
        else _ = task.PipeTo(Self, success: message);
    }

    private enum LeaseEnd { None, Released, SessionEnded, Deadline, Cancelled }

    private enum WorkStop { None, Cancelled, Deadline, SessionEnded, LeaseDeadline }

    private sealed class Work(long request, Plan plan, RequestContext context, IActorRef asker, PlanProgress progress)
    {
        private readonly long _started = Now;

        public long Request => request;
        public Plan Plan => plan;
        public RequestContext Context => context;
        public IActorRef Asker => asker;
        public PlanProgress Progress => progress;
        public WorkStop Stop { get; set; }
        public bool IsAnswered { get; set; }

        /// <summary>Whoever asked is gone.</summary>
        public bool IsMuted { get; set; }

        /// <summary>The fault as the asker should hear it: a cancel of ours names its reason.</summary>
        public ServerFault Told(ServerFault fault)
        {
            if (fault.SqlState is not (null or "57014")) return fault;
            return Stop switch
            {
                WorkStop.Deadline => fault with { IsCancelled = true, Error = new DeadlineExceededException($"the answer was not there within the {context.Deadline - context.Asked} ms that the request was given; it ran for {Now - _started} ms.") },
                _ => fault with { IsCancelled = true },
            };
        }
    }

    private sealed record OpenDone(IPhysicalConnection? Connection, ConnectionFailedException? Error) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
    private sealed record Probed(bool IsAlive) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
    private sealed record Ran(Work Work, PlanOutcome Outcome) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
    private sealed record CancelSent : INoSerializationVerificationNeeded, IDeadLetterSuppression;
    private sealed record Cleaned(bool IsClean) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
    private sealed record Closed : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed class Clock : INotInfluenceReceiveTimeout, INoSerializationVerificationNeeded
    {
        public static readonly Clock Instance = new();
    }
}
