using Akka.Actor;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;

namespace AkkaOrm.Sessions;

/// <summary>One cursor on a connection of its own: pages on demand, each with its includes, in one snapshot. Ends with its last page, its session, or its first fault.</summary>
internal sealed class StreamActor : ReceiveActor
{
    private const string Cursor = "\"akka_orm_stream\"";

    private readonly SessionSetup _setup;
    private PreparedRead? _read;
    private Plan? _page;
    private int _pageSize;
    private ConnectionProtocol.Granted? _lease;
    private long _requests;
    private long? _acquired;
    private (long Request, Plan Plan, Action<PlanResult> Then)? _awaited;
    private SessionProtocol.Command? _asked;

    public StreamActor(SessionSetup setup)
    {
        _setup = setup;
        Receive<SessionProtocol.OpenStream>(Guarded<SessionProtocol.OpenStream>(HandleOpen));
        Receive<SessionProtocol.NextPage>(Guarded<SessionProtocol.NextPage>(HandleNext));
        Receive<SessionProtocol.CloseStream>(HandleClose);
        Receive<ConnectionProtocol.Granted>(Guarded<ConnectionProtocol.Granted>(HandleGranted));
        Receive<ConnectionProtocol.Done>(Guarded<ConnectionProtocol.Done>(done => { if (done.Request == _awaited?.Request) _awaited.Value.Then(done.Result); }));
        Receive<ConnectionProtocol.Faulted>(faulted => { if (faulted.Request == _awaited?.Request) Fail(FaultTranslator.ToError(faulted, _awaited.Value.Plan, _setup.Model)); });
        Receive<ConnectionRouterProtocol.Rejected>(rejected => { if (rejected.Request == _acquired) Fail(rejected.Error); });
        Receive<ConnectionProtocol.LeaseEnded>(ended => { if (ended.Lease == _lease?.Lease) Fail(ended.Error); });
        Receive<ConnectionProtocol.StaleLease>(stale => { if (stale.Lease == _lease?.Lease) Fail(new ConnectionLostException("the stream's connection was taken back.")); });
    }

    protected override void PostStop()
    {
        if (_lease is { } lease) lease.Connection.Tell(new ConnectionProtocol.Release(lease.Lease), Self);
    }

    private void HandleOpen(SessionProtocol.OpenStream open)
    {
        _asked = open;
        _pageSize = open.PageSize;
        _read = ReadPlanner.Fetch(_setup.Model, open.Query);
        var declared = _read.Plan.Steps[0].Statement;
        var fetch = new CompiledStatement($"FETCH FORWARD {_pageSize} FROM {Cursor}", [], declared.Columns, StatementKind.Control);
        _page = new([new PlanStep(fetch, []), .. _read.Plan.Steps.Skip(1)]);
        _acquired = ++_requests;
        _setup.Router.Tell(new ConnectionRouterProtocol.Acquire(_requests, Request()));
    }

    private void HandleGranted(ConnectionProtocol.Granted granted)
    {
        if (granted.Request != _acquired)
        {
            granted.Connection.Tell(new ConnectionProtocol.Release(granted.Lease));
            return;
        }
        (_lease, _acquired) = (granted, null);
        var query = _read!.Plan.Steps[0];
        // What a user's text may leave behind on the connection is cleaned away after it.
        var kind = query.Statement.Kind == StatementKind.Raw ? StatementKind.Raw : StatementKind.Control;
        var declare = new CompiledStatement($"DECLARE {Cursor} NO SCROLL CURSOR FOR {query.Statement.Sql}", query.Statement.Parameters, [], kind);
        var begin = TransactionStatements.Control("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").Steps[0];
        Send(new([begin, new PlanStep(declare, query.Arguments)]), _ => FetchPage());
    }

    private void HandleNext(SessionProtocol.NextPage next)
    {
        _asked = next;
        FetchPage();
    }

    private void HandleClose(SessionProtocol.CloseStream close)
    {
        _asked = close;
        End(new SessionProtocol.StreamClosed { Tag = close.Tag });
    }

    private void FetchPage() => Send(_page!, result =>
    {
        var isLast = result.Steps[0].Rows.RowCount < _pageSize;
        var page = FetchReplies.Page(_read!, result, isLast, _asked!.Tag);
        if (isLast) End(page);
        else Context.Parent.Tell(new StreamProtocol.Answer(page, IsOver: false));
    });

    // The cursor and its snapshot end before the connection goes back.
    private void End(SessionProtocol.Reply last)
    {
        if (_lease is null) Stop();
        else Send(TransactionStatements.Rollback, _ => Stop());

        void Stop()
        {
            Context.Parent.Tell(new StreamProtocol.Answer(last, IsOver: true));
            Context.Stop(Self);
        }
    }

    private void Send(Plan plan, Action<PlanResult> then)
    {
        _awaited = (++_requests, plan, then);
        _lease!.Connection.Tell(new ConnectionProtocol.Execute(_lease.Lease, _requests, plan, Request()));
    }

    private RequestContext Request()
    {
        var now = Environment.TickCount64;
        return new((_asked?.Context.Budget ?? _setup.Timeout) is { } limit ? now + (long)limit.TotalMilliseconds : long.MaxValue, now, _setup.Name, _asked?.Context.TraceParent);
    }

    private void Fail(AkkaOrmException error)
    {
        Context.Parent.Tell(new StreamProtocol.Answer(new SessionProtocol.Failed(error, _asked?.Label ?? "Stream") { Tag = _asked?.Tag }, IsOver: true));
        Context.Stop(Self);
    }

    private Action<T> Guarded<T>(Action<T> handle) => message =>
    {
        try
        {
            handle(message);
        }
        catch (AkkaOrmException error)
        {
            Fail(error);
        }
        catch (Exception defect)
        {
            Fail(new SessionFaultedException($"the stream met a defect: {defect.GetType().Name}.", defect));
        }
    };

    public static Props Props(SessionSetup setup) => Akka.Actor.Props.Create(() => new StreamActor(setup));
}
