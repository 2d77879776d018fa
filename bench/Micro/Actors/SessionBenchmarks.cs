using Akka.Actor;
using AkkaOrm.Micro.Models;
using BenchmarkDotNet.Attributes;
using static AkkaOrm.Query;

namespace AkkaOrm.Micro.Actors;

/// <summary>Sessions and messages, with connections that answer at once.</summary>
[MemoryDiagnoser]
public class SessionBenchmarks
{
    private static readonly Query<Post> First = From<Post>().Where(x => x.Id == 1);

    private readonly List<Session> _beside = [];
    private ActorSystem _system = null!;
    private Orm _orm = null!;
    private Session _session = null!;
    private IActorRef _echo = null!;

    /// <summary>Sessions that live beside and are asked nothing, each with its actor.</summary>
    [Params(0, 10_000)]
    public int Idle { get; set; }

    [GlobalSetup]
    public async Task Start()
    {
        _system = ActorSystem.Create("micro", "akka.loglevel = WARNING");
        _orm = Orm.Start(_system, Blog.Model, new OrmOptions(), _ => new BlankConnections(), ownsSystem: false);
        _echo = _system.ActorOf(Props.Create(() => new Echo()));
        _session = _orm.OpenSession();
        await _session.FetchAsync(First);
        for (var i = 0; i < Idle; i++)
        {
            var session = _orm.OpenSession();
            await session.RollbackAsync();
            _beside.Add(session);
        }
    }

    [GlobalCleanup]
    public async Task Stop()
    {
        foreach (var session in _beside) session.Dispose();
        await _orm.StopAsync();
        await _system.Terminate();
    }

    /// <summary>Asking an actor that does nothing: what any command costs at least.</summary>
    [Benchmark(Baseline = true)]
    public Task<object> AskAnActor() => _echo.Ask<object>("");

    /// <summary>A command that needs no connection: one hop to the session, one back.</summary>
    [Benchmark]
    public Task OneHop() => _session.RollbackAsync();

    /// <summary>A read: session, router, connection and back.</summary>
    [Benchmark]
    public Task<IReadOnlyList<Post>> Fetch() => _session.FetchAsync(First);

    /// <summary>A session that was asked nothing.</summary>
    [Benchmark]
    public void OpenedAndClosed() => _orm.OpenSession().Dispose();

    /// <summary>A session whose actor was started, and ended.</summary>
    [Benchmark]
    public async Task OpenedAndClosedWithItsActor()
    {
        var session = _orm.OpenSession();
        await session.RollbackAsync();
        await session.CloseAsync();
    }

    /// <summary>A session that read a row.</summary>
    [Benchmark]
    public async Task<IReadOnlyList<Post>> OpenedReadAndClosed()
    {
        await using var session = _orm.OpenSession();
        return await session.FetchAsync(First);
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
