using Akka.Actor;
using Akka.Event;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using AkkaOrm.Settings;
using static AkkaOrm.Protocols.SessionMessages;

namespace AkkaOrm.Sessions;

/// <summary>One session: works on one command at a time, sends plans, answers. It never waits: each answer from below is a message.</summary>
internal sealed class SessionActor : ActorBase, ISessionLine
{
    private readonly SessionSetup _setup;
    private readonly SessionState _state;
    private readonly CommandQueue _queue = new();
    private readonly SessionReads _reads;
    private readonly SessionWrites _writes;
    private readonly SessionUnits _units;
    private readonly SessionStream _stream;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    private QueuedCommand? _current;
    private Awaited? _awaited;
    private long _requests;
    private long _lastUsed = Environment.TickCount64;
    private bool _closing;
    private bool _finishing;
    private bool _isWorking;
    private AkkaOrmException? _owed;

    /// <summary>The one answer from below that the running command waits for.</summary>
    /// <param name="request">The answer's number.</param>
    /// <param name="commits">Until it is there, nobody knows whether the unit is in the database.</param>
    private abstract class Awaited(long request, bool commits)
    {
        public long Request => request;
        public bool Commits => commits;
        public abstract void Hear(SessionActor session, object answer);
    }

    private sealed class AnyAnswer(long request, Action<object> then) : Awaited(request, commits: false)
    {
        public override void Hear(SessionActor session, object answer) => then(answer);
    }

    private sealed class PlanAnswer(long request, Plan plan, Action<PlanResult> then, Func<ConnectionProtocol.Faulted, AkkaOrmException?>? explain, Action<AkkaOrmException>? failed)
        : Awaited(request, plan.Transaction is PlanTransaction.Commit or PlanTransaction.Finish)
    {
        public override void Hear(SessionActor session, object answer)
        {
            switch (answer)
            {
                case ConnectionProtocol.Done done: then(done.Result); break;
                case ConnectionProtocol.Faulted faulted: Failed(session, explain?.Invoke(faulted) ?? FaultTranslator.ToError(faulted, plan, session._state.Model)); break;
                case ConnectionRouterProtocol.Rejected rejected: Failed(session, rejected.Error); break;
                case AkkaOrmException error: Failed(session, error); break;
            }
        }

        private void Failed(SessionActor session, AkkaOrmException error)
        {
            if (session._state.Transaction is { } transaction) transaction.Error ??= error;
            failed?.Invoke(error);
            session.Fail(error);
        }
    }

    public SessionActor(SessionSetup setup)
    {
        _setup = setup;
        _state = new SessionState(setup.Model, setup.Settings.Session.MaxTracked, setup.Settings.Session.FindFromMemory);
        _reads = new SessionReads(this, _state);
        _writes = new SessionWrites(this, _state);
        _units = new SessionUnits(this, _state);
        _stream = new SessionStream(this, Context, setup);
    }

    // A plain function: a table of handlers for each session would cost more than the rest of its start.
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case SessionProtocol.Command command: Take(command); break;
            case ConnectionProtocol.Done done: Hear(done.Request, done); break;
            case ConnectionProtocol.Faulted faulted: Hear(faulted.Request, faulted); break;
            case ConnectionRouterProtocol.Rejected rejected: Hear(rejected.Request, rejected); break;
            case ConnectionProtocol.Granted granted: HandleGranted(granted); break;
            case ConnectionProtocol.StaleLease stale: HandleLeaseEnded(stale.Lease, Lost("the connection was taken back"), isSent: false); break;
            case ConnectionProtocol.LeaseEnded ended: HandleLeaseEnded(ended.Lease, ended.Error); break;
            case StreamProtocol.Answer answer: _stream.Hear(Sender, answer, _current?.Command); break;
            case CancelCommand cancel: HandleCancel(cancel.Call); break;
            case Terminated terminated: HandleTerminated(terminated.ActorRef); break;
            case IdleCheck: HandleIdleCheck(); break;
            case Abandoned: HandleAbandoned(); break;
            case Finish: HandleFinish(); break;
            default: Sender.Tell(new SessionProtocol.Failed(new StatementException($"a session does not understand {message.GetType().Name}.") { Hint = "send a command of SessionProtocol" }, message.GetType().Name), Self); break;
        }
        return true;
    }

    protected override void PreStart()
    {
        if (_setup.Owner is { } owner) Context.Watch(owner);
    }

    /// <summary>Whatever ended it: everyone who waits is told. The connection watches the session, so a lease ends by itself.</summary>
    protected override void PostStop()
    {
        if (_state.Transaction is { } open) open.Connection.Tell(new ConnectionProtocol.Release(open.Lease), Self);
        if (_current is { } running && !_closing) Refuse(running, Unanswered());
        foreach (var waiting in _queue.TakeAll()) Refuse(waiting, ClosedError());
    }

    private void Take(SessionProtocol.Command command)
    {
        _lastUsed = Environment.TickCount64;
        var queued = new QueuedCommand(command, Sender, _lastUsed);
        if (command is SessionProtocol.Close && (IsOthers(queued) || SessionStream.Owns(_current?.Command))) End(queued);
        else
        {
            if (Refusal(queued) is { } refusal)
            {
                Refuse(queued, refusal);
                if (queued.WithoutCommand() is not { } pending) return;
                queued = pending;
            }
            if (_current is null && !_isWorking && !_closing && _queue.IsNext(queued)) Work(queued);
            else
            {
                _queue.Add(queued);
                Work(null);
            }
        }
    }

    private AkkaOrmException? Refusal(QueuedCommand queued)
    {
        if (EndsSomething(queued.Command)) return null;
        if (IsOthers(queued) && !_setup.Settings.Session.OthersWait) return new SessionOwnedException($"another unit has session \"{_setup.Name}\" (akka.orm.session.other-owners = refuse).");
        return _queue.Count >= _setup.Settings.Session.MaxQueued ? Full() : null;
    }

    /// <param name="next">Need not stand in line; null: whoever stands first.</param>
    private void Work(QueuedCommand? next)
    {
        // A command that is answered at once comes back here: a long queue of them must not become a deep stack.
        if (_isWorking) return;
        _isWorking = true;
        while (_current is null && !_closing && (next ?? _queue.Next()) is { } begun)
        {
            next = null;
            _current = begun;
            Guarded(static (session, command) => session.Begin(command), begun);
        }
        _isWorking = false;
    }

    private void Begin(QueuedCommand queued)
    {
        var command = queued.Command;
        if (!EndsSomething(command))
        {
            // Whatever becomes of the command, what was staged with it is staged; unless it is to be undone at once.
            var refused = command is SessionProtocol.RollbackTo ? null : TakeIn(queued);
            if (command is TakePending) { Answer(new SessionProtocol.Staged(0)); return; }
            if (Environment.TickCount64 > Deadline(queued)) { Fail(new DeadlineExceededException($"{command.Label} waited in the session past its deadline; it was not started.")); return; }
            if (_state.Doubt is { } doubt) { Fail(doubt); return; }
            if (_state.Transaction is { Error: { } error } open && (open.IsLost || command is not SessionProtocol.RollbackTo)) { Fail(error); return; }
            if (refused is not null) { Fail(refused); return; }
        }
        Dispatch(command);
    }

    // A command that nobody waits for can't tell of a refusal: the next one does.
    private AkkaOrmException? TakeIn(QueuedCommand queued)
    {
        var refused = Interlocked.Exchange(ref _owed, null);
        if (queued.Command.Context.Pending is not { } pending) return refused;
        try
        {
            _writes.TakeIn(pending);
        }
        catch (AkkaOrmException error)
        {
            refused ??= error;
        }
        if (refused is null || !queued.Sender.IsNobody()) return refused;
        _owed = refused;
        return null;
    }

    private void Dispatch(SessionProtocol.Command command)
    {
        switch (command)
        {
            case SessionProtocol.IFind find: _reads.Find(find); break;
            case SessionProtocol.Fetch fetch: _reads.Fetch(fetch); break;
            case SessionProtocol.ILoad load: _reads.Load(load); break;
            case SessionProtocol.IRefresh refresh: _reads.Refresh(refresh); break;
            case SessionProtocol.Stage stage: _writes.Stage(stage); break;
            case SessionProtocol.Detach detach: _writes.Detach(detach); break;
            case SessionProtocol.Flush flush: _writes.Flush(flush); break;
            case SessionProtocol.Commit commit: _writes.Commit(commit); break;
            case SessionProtocol.Explain explain: _writes.Explain(explain); break;
            case SessionProtocol.Execute execute: _writes.Execute(execute); break;
            case RunScript script: _writes.RunScript(script); break;
            case SessionProtocol.Rollback rollback: _units.Rollback(() => Answer(new SessionProtocol.RolledBack { Tag = rollback.Tag })); break;
            case SessionProtocol.Begin begin: _units.Begin(begin); break;
            case SessionProtocol.SetSavepoint savepoint: _units.SetSavepoint(savepoint); break;
            case SessionProtocol.RollbackTo rollback: _units.RollbackTo(rollback); break;
            case SessionProtocol.ReleaseSavepoint release: _units.Release(release); break;
            case BeginUnit begin: BeginUnitOf(begin); break;
            case EndUnit end: _units.Rollback(() => EndUnitOf(end)); break;
            case SessionProtocol.OpenStream or SessionProtocol.NextPage or SessionProtocol.CloseStream: _stream.Take(command); break;
            case SessionProtocol.Close: End(_current!); break;
            default: Fail(new StatementException($"a session does not understand {command.GetType().Name}.") { Hint = "send a command of SessionProtocol" }); break;
        }
    }

    private void BeginUnitOf(BeginUnit begin)
    {
        if (!_state.Unit.IsEmpty || _state.Transaction is not null)
        {
            Fail(new SessionOwnedException("changes are staged, or a transaction is open, outside the unit.") { Hint = "commit or roll back before RunAsync, or use the session alone" });
            return;
        }
        _state.Options = begin.Options;
        _state.IsRunningUnit = true;
        _state.UnitEnded();
        _queue.Begin(begin.Unit);
        Answer(new UnitBegun { Tag = begin.Tag });
    }

    private void EndUnitOf(EndUnit end)
    {
        _state.Options = UnitOptions.Default;
        _state.IsRunningUnit = false;
        _queue.End();
        Answer(new UnitEnded { Tag = end.Tag });
    }

    // ---- what handlers may do

    public void Send(Plan plan, Action<PlanResult> then, Func<ConnectionProtocol.Faulted, AkkaOrmException?>? explain, Action<AkkaOrmException>? failed)
    {
        // Inside a transaction there is one snapshot, or none, already: a COMMIT of the plan's own would be the user's.
        if (_state.Transaction is not null && plan.Transaction == PlanTransaction.Snapshot) plan = plan with { Transaction = PlanTransaction.None };
        var request = ++_requests;
        _awaited = new PlanAnswer(request, plan, then, explain, failed);
        if (_state.Transaction is { } open) open.Connection.Tell(new ConnectionProtocol.Execute(open.Lease, request, plan, Request()));
        else _setup.Router.Tell(new ConnectionRouterProtocol.Run(request, plan, Request()));
    }

    public void SendAnyway(Plan plan, Action then)
    {
        var open = _state.Transaction!;
        open.Connection.Tell(new ConnectionProtocol.Execute(open.Lease, Await(_ => then()), plan, Request()));
    }

    public void Hold(UnitOptions options, Action then)
    {
        if (_state.Transaction is not null) { then(); return; }
        var begin = TransactionStatements.Begin(options);
        var request = Await(answer =>
        {
            switch (answer)
            {
                case ConnectionProtocol.Granted granted:
                    _state.TransactionBegan(new OpenTransaction(granted.Lease, Context.Watch(granted.Connection), options));
                    Send(begin, _ => then(), null, _ => { _state.TransactionRolledBack(); GiveBack(); });
                    break;
                case ConnectionRouterProtocol.Rejected rejected: Fail(rejected.Error); break;
                case AkkaOrmException error: Fail(error); break;
            }
        });
        _setup.Router.Tell(new ConnectionRouterProtocol.Acquire(request, Request()));
    }

    public void GiveBack()
    {
        if (_state.Transaction is not { } open) return;
        _state.Transaction = null;
        Context.Unwatch(open.Connection);
        if (!open.IsLost) open.Connection.Tell(new ConnectionProtocol.Release(open.Lease));
    }

    public void Answer(SessionProtocol.Reply reply)
    {
        if (_current is not { } answered) return;
        _current = null;
        _awaited = null;
        Reply(answered, reply);
        if (_finishing) EndNow();
        else Work(null);
    }

    public void Fail(AkkaOrmException error)
    {
        if (_current is { } failed) Answer(new SessionProtocol.Failed(error, failed.Command.Label) { Tag = failed.Command.Tag });
    }

    // ---- what is heard from below and beside

    private void Hear(long request, object answer)
    {
        if (_awaited is not { } awaited || awaited.Request != request) return;
        _awaited = null;
        Guarded(static (session, heard) => heard.Awaited.Hear(session, heard.Answer), (Awaited: awaited, Answer: answer));
    }

    private void HandleGranted(ConnectionProtocol.Granted granted)
    {
        if (_awaited?.Request == granted.Request) Hear(granted.Request, granted);
        else granted.Connection.Tell(new ConnectionProtocol.Release(granted.Lease));
    }

    private void HandleLeaseEnded(long lease, AkkaOrmException error, bool isSent = true)
    {
        if (_state.Transaction is not { } open || open.Lease != lease) return;
        open.Error ??= error;
        open.IsLost = true;
        if (_awaited is { } awaited) Hear(awaited.Request, isSent && awaited.Commits ? InDoubt() : error);
    }

    private void HandleCancel(long call)
    {
        if (_queue.Cancel(call) is { } waiting) Refuse(waiting, Cancelled(waiting));
        else if (_current is { } running && running.Command.Context.Call == call && _awaited is { } awaited)
        {
            if (_state.Transaction is { } open) open.Connection.Tell(new ConnectionProtocol.CancelExecute(open.Lease, awaited.Request));
            else _setup.Router.Tell(new ConnectionRouterProtocol.Cancel(awaited.Request));
        }
    }

    private void HandleTerminated(IActorRef actor)
    {
        if (_stream.Ended(actor, _current?.Command)) return;
        if (_state.Transaction is { } open && actor.Equals(open.Connection)) HandleLeaseEnded(open.Lease, Lost("the connection ended"));
        else if (actor.Equals(_setup.Owner)) Context.Stop(Self);
    }

    private void HandleIdleCheck()
    {
        var limit = _setup.IdleTimeout;
        if (limit is null || _current is not null || Environment.TickCount64 - _lastUsed < limit.Value.TotalMilliseconds) return;
        if (!_state.Unit.IsEmpty || _state.Transaction is not null) _log.Warning("Session {Session} was idle for {IdleTimeout} with an unfinished unit: it is rolled back and closed", _setup.Name, limit);
        Context.Stop(Self);
    }

    private void HandleAbandoned()
    {
        if (!_state.Unit.IsEmpty || _state.Transaction is not null) _log.Warning("Session {Session} was collected without Close, with an unfinished unit: it is rolled back and closed", _setup.Name);
        Context.Stop(Self);
    }

    private void HandleFinish()
    {
        _finishing = true;
        if (_current is null) EndNow();
    }

    // The transaction is rolled back in words where there is time for it, so that the connection is not taken for leaked.
    private void EndNow()
    {
        _closing = true;
        if (_state.Transaction is { IsLost: false } open) open.Connection.Tell(new ConnectionProtocol.Execute(open.Lease, ++_requests, TransactionStatements.Rollback, Request()));
        Context.Stop(Self);
    }

    private void End(QueuedCommand close)
    {
        if (_current is { } running && running != close) Refuse(running, Unanswered());
        Reply(close, new SessionProtocol.Closed { Tag = close.Command.Tag });
        EndNow();
    }

    // ---- small things

    private long Await(Action<object> heard)
    {
        _awaited = new AnyAnswer(++_requests, heard);
        return _requests;
    }

    private long Deadline(QueuedCommand queued)
    {
        var deadline = queued.Deadline(_setup.Timeout);
        return (_state.Transaction?.Options ?? _state.Options).Timeout is { } limit ? Math.Min(deadline, queued.At + (long)limit.TotalMilliseconds) : deadline;
    }

    private RequestContext Request() => new(_current is { } running ? Deadline(running) : long.MaxValue, _current?.At ?? Environment.TickCount64, _setup.Name, _current?.Command.Context.TraceParent);

    /// <summary>A defect of ours, or of code of the user's that a model names, is an answer too. What the session knows has not moved unless a commit was being taken in.</summary>
    private void Guarded<T>(Action<SessionActor, T> work, T on)
    {
        try
        {
            work(this, on);
        }
        catch (Exception defect) when (_state.IsMoving)
        {
            // Keys and snapshots are half moved: nothing more can be answered from them, and no other command may begin.
            _closing = true;
            _log.Error(defect, "Session {Session} met a defect while it took in what was written, and ends", _setup.Name);
            Fail(new SessionFaultedException(_state.HasCommitted ? "the unit is committed: it is in the database, but its values could not be made." : "the unit is written, but its values could not be made.", defect)
            {
                Hint = _state.HasCommitted ? "1. do not send it again  2. read the rows in another session  3. look at the inner exception: constructors and conversions of entities must not throw" : null,
            });
            Context.Stop(Self);
        }
        catch (AkkaOrmException error)
        {
            Fail(error);
        }
        catch (Exception defect)
        {
            _log.Error(defect, "Session {Session} met a defect while it worked on {Command}", _setup.Name, _current?.Command.Label);
            Fail(new SessionFaultedException($"{_current?.Command.Label} met a defect: {defect.GetType().Name}.", defect));
        }
    }

    private bool IsOthers(QueuedCommand queued) => _queue.Active is { } active && !Equals(queued.Unit, active);

    /// <summary>Heard whatever state the session is in.</summary>
    private static bool EndsSomething(SessionProtocol.Command command) => command is SessionProtocol.Rollback or SessionProtocol.Close or EndUnit;

    private OverloadedException Full() => new($"{_queue.Count} commands wait in session \"{_setup.Name}\" already (akka.orm.session.max-queued).") { RetryAfter = TimeSpan.FromSeconds(1) };
    private void Reply(QueuedCommand to, SessionProtocol.Reply reply) => to.Sender.Tell(reply, Self);
    private void Refuse(QueuedCommand command, AkkaOrmException error) => Reply(command, new SessionProtocol.Failed(error, command.Command.Label) { Tag = command.Command.Tag });
    // Why the running command gets no other answer: a COMMIT that is under way may still come to be.
    private AkkaOrmException Unanswered() => _awaited is { Commits: true } ? InDoubt() : ClosedError();

    private CommitInDoubtException InDoubt() => new($"session \"{_setup.Name}\" ended, or lost its connection, while its commit was under way: the unit is in the database, or it is not.");
    private SessionClosedException ClosedError() => new($"session \"{_setup.Name}\" is closed.");
    private static ConnectionLostException Lost(string why) => new($"{why}: the transaction is rolled back.");
    private static DeadlineExceededException Cancelled(QueuedCommand command) => new($"{command.Command.Label} was cancelled while it waited in the session; it was not started.");

    public static Props Props(SessionSetup setup) => Akka.Actor.Props.CreateBy(new Maker(setup));

    // Props made of a lambda evaluate an expression tree each time.
    private sealed class Maker(SessionSetup setup) : IIndirectActorProducer
    {
        public Type ActorType => typeof(SessionActor);
        public ActorBase Produce() => new SessionActor(setup);
        public void Release(ActorBase actor) { }
    }
}
