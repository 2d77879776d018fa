using Akka.Actor;
using AkkaOrm.Connections;
using AkkaOrm.Sessions;
using AkkaOrm.Settings;

namespace AkkaOrm;

/// <summary>One database, one model, one router of connections: where sessions are opened. Safe to use from any thread; one for the life of a service.</summary>
/// <remarks>Starting opens no connection: the first session that needs one does.</remarks>
public sealed class Orm : IAsyncDisposable
{
    private readonly Engine? _engine;
    private readonly Func<SessionOptions, IActorRef?, Session> _open;

    private Orm(Engine engine)
    {
        _engine = engine;
        Model = engine.Model;
        _open = (options, owner) => engine.Open(owner, options);
    }

    /// <summary>Every session of it is the given actor: for tests of one's own actors.</summary>
    internal Orm(Model model, IActorRef session)
    {
        Model = model;
        _open = (options, _) => new Session(new GivenHome(model, session, options));
    }

    /// <summary>What is mapped.</summary>
    public Model Model { get; }

    /// <summary>The tables of the model in the database.</summary>
    public Schema Schema => new(this);

    /// <summary>No changes yet: where a unit as a value begins.</summary>
    public Changes Changes => Model.Changes;

    internal Engine Engine => _engine ?? throw new InvalidOperationException("this Orm has no engine: it was made over a session for a test");

    /// <summary>Starts in an actor system; settings come from its HOCON (<c>akka.orm</c>).</summary>
    /// <param name="connectionString">In Npgsql's words; looked at when the first connection is opened.</param>
    public static Orm Start(ActorSystem system, Model model, string connectionString) => Start(system, model, new OrmOptions { ConnectionString = connectionString });

    /// <summary>Starts in an actor system; what the options set wins over its HOCON (<c>akka.orm</c>).</summary>
    /// <exception cref="Akka.Configuration.ConfigurationException">A setting is wrong; lists all that are.</exception>
    public static Orm Start(ActorSystem system, Model model, OrmOptions options) => Start(system, model, options, settings => new NpgsqlConnectionFactory(settings), ownsSystem: false);

    /// <summary>Starts with an actor system of its own, which ends with it.</summary>
    /// <param name="connectionString">In Npgsql's words; looked at when the first connection is opened.</param>
    public static Orm Start(Model model, string connectionString) =>
        Start(ActorSystem.Create("akka-orm"), model, new OrmOptions { ConnectionString = connectionString }, settings => new NpgsqlConnectionFactory(settings), ownsSystem: true);

    /// <summary>The Orm that was started first in an actor system and is not stopped.</summary>
    /// <exception cref="InvalidOperationException">None was.</exception>
    public static Orm Get(ActorSystem system) =>
        AkkaOrmExtension.Of(system).First ?? throw new InvalidOperationException($"no Orm was started in actor system \"{system.Name}\": call Orm.Start(system, model, …) or akka.WithAkkaOrm(model, …) first.");

    /// <summary>A session for plain code: its handle owns it.</summary>
    public Session OpenSession(SessionOptions? options = null) => _open(options ?? new SessionOptions(), null);

    /// <summary>A session for an actor: it ends with its owner.</summary>
    /// <param name="owner">In an actor: <c>Self</c>. Watched from the session's first message on.</param>
    /// <exception cref="ArgumentException">It is nobody, or the temporary actor of an Ask, which lives for one answer only.</exception>
    public Session OpenSession(IActorRef owner, SessionOptions? options = null)
    {
        if (owner.IsNobody() || owner.Path.Elements.FirstOrDefault() == "temp") throw new ArgumentException("a session's owner is an actor that lives: Self. The sender of an Ask ends with its answer.", nameof(owner));
        return _open(options ?? new SessionOptions(), owner);
    }

    /// <inheritdoc cref="Session.RunAsync(Func{Session, Task}, CancellationToken)"/>
    /// <remarks>In a session of its own.</remarks>
    public Task RunAsync(Func<Session, Task> work, CancellationToken cancellationToken = default) => InOwnSession(session => session.RunAsync(UnitOptions.Default, UnitRunner.Returning(work), cancellationToken));

    /// <inheritdoc cref="RunAsync(Func{Session, Task}, CancellationToken)"/>
    public Task<R> RunAsync<R>(Func<Session, Task<R>> work, CancellationToken cancellationToken = default) => InOwnSession(session => session.RunAsync(work, cancellationToken));

    /// <inheritdoc cref="RunAsync(Func{Session, Task}, CancellationToken)"/>
    public Task<R> RunAsync<R>(UnitOptions options, Func<Session, Task<R>> work, CancellationToken cancellationToken = default) => InOwnSession(session => session.RunAsync(options, work, cancellationToken));

    /// <inheritdoc cref="Session.RetryAsync(Func{Session, Task}, CancellationToken)"/>
    /// <remarks>In a session of its own.</remarks>
    public Task RetryAsync(Func<Session, Task> work, CancellationToken cancellationToken = default) => InOwnSession(session => session.RetryAsync(UnitOptions.Default, UnitRunner.Returning(work), cancellationToken));

    /// <inheritdoc cref="RetryAsync(Func{Session, Task}, CancellationToken)"/>
    public Task<R> RetryAsync<R>(Func<Session, Task<R>> work, CancellationToken cancellationToken = default) => InOwnSession(session => session.RetryAsync(work, cancellationToken));

    /// <inheritdoc cref="RetryAsync(Func{Session, Task}, CancellationToken)"/>
    public Task<R> RetryAsync<R>(UnitOptions options, Func<Session, Task<R>> work, CancellationToken cancellationToken = default) => InOwnSession(session => session.RetryAsync(options, work, cancellationToken));

    /// <summary>Opens no more sessions, lets statements under way finish, rolls back unfinished units, closes the connections. Stopping twice is fine.</summary>
    public async Task StopAsync()
    {
        if (_engine is null) return;
        AkkaOrmExtension.Of(_engine.System).Remove(this);
        await _engine.StopAsync().ConfigureAwait(false);
    }

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    internal static Orm Start(ActorSystem system, Model model, OrmOptions options, Func<AkkaOrmSettings, IPhysicalConnectionFactory> connections, bool ownsSystem)
    {
        ArgumentNullException.ThrowIfNull(model);
        var extension = AkkaOrmExtension.Of(system);
        var settings = AkkaOrmSettings.Create(options.ToConfig().WithFallback(system.Settings.Config.GetConfig("akka.orm")));
        var orm = new Orm(new Engine(system, model, settings, connections(settings), ownsSystem));
        extension.Add(orm);
        return orm;
    }

    private async Task<R> InOwnSession<R>(Func<Session, Task<R>> work)
    {
        var session = OpenSession();
        await using (session.ConfigureAwait(false)) return await work(session).ConfigureAwait(false);
    }

    /// <summary>A session that somebody else runs.</summary>
    private sealed class GivenHome(Model model, IActorRef session, SessionOptions options) : SessionHome(model, options.Timeout ?? TimeSpan.FromSeconds(30))
    {
        public override string Name => session.Path.Name;
        protected override bool OutlivesHandles => true;
        public override Session OpenSibling() => new(new GivenHome(Model, session, options));
        protected override IActorRef Start() => session;
    }
}
