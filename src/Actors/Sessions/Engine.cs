using Akka.Actor;
using AkkaOrm.Connections;
using AkkaOrm.Protocols;
using AkkaOrm.Settings;

namespace AkkaOrm.Sessions;

/// <summary>What one Orm runs on: its router below /system, parents for its sessions, and how it ends.</summary>
internal sealed class Engine
{
    private static int s_engines;
    private readonly IActorRef[] _parents;
    private readonly IAsyncDisposable? _connections;
    private readonly bool _ownsSystem;
    private int _sessions;
    private int _stopping;

    public Engine(ActorSystem system, Model model, AkkaOrmSettings settings, IPhysicalConnectionFactory connections, bool ownsSystem)
    {
        (System, Model, Settings, _connections, _ownsSystem) = (system, model, settings, connections as IAsyncDisposable, ownsSystem);
        var number = Interlocked.Increment(ref s_engines);
        Router = ((ExtendedActorSystem)system).SystemActorOf(ConnectionRouterActor.Props(settings, connections), $"akka-orm-router-{number}");
        _parents = [.. Enumerable.Range(0, settings.Session.Parents).Select(i => system.ActorOf(SessionParentActor.Props(settings.Session.IdleTimeout), $"akka-orm-sessions-{number}-{i}"))];
        AddShutdownTasks();
    }

    public ActorSystem System { get; }
    public Model Model { get; }
    public AkkaOrmSettings Settings { get; }
    public IActorRef Router { get; }
    public bool IsStopping => _stopping != 0;

    /// <summary>A session that starts its actor with its first message.</summary>
    public Session Open(IActorRef? owner, SessionOptions options)
    {
        if (IsStopping) throw new SessionClosedException("the Orm is stopping: no session can be opened.");
        return new Session(new Home(this, Interlocked.Increment(ref _sessions), owner, options));
    }

    /// <summary>Commands under way are answered; sessions end, with their unfinished units rolled back; then the connections are closed.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopping, 1) != 0) return;
        await Finish().ConfigureAwait(false);
        await Stop(Router).ConfigureAwait(false);
        if (_connections is not null) await _connections.DisposeAsync().ConfigureAwait(false);
        if (_ownsSystem) await System.Terminate().ConfigureAwait(false);
    }

    private async Task Finish()
    {
        await Task.WhenAll(_parents.Select(async parent =>
        {
            if (!await Answers(parent, SessionMessages.Finish.Instance).ConfigureAwait(false)) await Stop(parent).ConfigureAwait(false);
        })).ConfigureAwait(false);
        await Answers(Router, new ConnectionRouterProtocol.Drain()).ConfigureAwait(false);
    }

    private static async Task<bool> Answers(IActorRef actor, object message)
    {
        try
        {
            await actor.Ask<object>(message, StopPatience).ConfigureAwait(false);
            return true;
        }
        catch (AskTimeoutException)
        {
            // What still runs after so long is ended with its actor.
            return false;
        }
    }

    private void AddShutdownTasks()
    {
        var shutdown = CoordinatedShutdown.Get(System);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, $"akka-orm-unbind-{Router.Path.Name}", () =>
        {
            Interlocked.CompareExchange(ref _stopping, 2, 0);
            return Task.FromResult(Akka.Done.Instance);
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, $"akka-orm-drain-{Router.Path.Name}", async () =>
        {
            if (_stopping == 2) await Finish().ConfigureAwait(false);
            return Akka.Done.Instance;
        });
    }

    private static async Task Stop(IActorRef actor)
    {
        try
        {
            await actor.GracefulStop(StopPatience).ConfigureAwait(false);
        }
        catch (TaskCanceledException)
        {
            // The system's own end stops it.
        }
    }

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    /// <summary>A session of this engine: all that opening one costs.</summary>
    private sealed class Home(Engine engine, int number, IActorRef? owner, SessionOptions options) : SessionHome(engine.Model, options.Timeout ?? engine.Settings.Session.RequestTimeout)
    {
        public override string Name => field ??= $"s{number}";
        protected override bool OutlivesHandles => owner is not null;
        public override Session OpenSibling() => engine.Open(null, options);

        protected override IActorRef Start()
        {
            var setup = new SessionSetup(Name, engine.Model, engine.Settings, engine.Router, owner, options);
            return Nursery.Start(engine._parents[number % engine._parents.Length], SessionActor.Props(setup), Name);
        }
    }
}
