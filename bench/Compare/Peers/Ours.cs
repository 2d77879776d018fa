using Akka.Actor;
using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Peers;

/// <summary>Our engine in an actor system of its own, quiet, with everybody's number of connections.</summary>
internal sealed class Ours : IAsyncDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("compare", "akka { loglevel = ERROR, stdout-loglevel = ERROR, log-dead-letters = off }");

    private Ours(string connectionString, Model model, Action<OrmOptions>? configure)
    {
        var options = new OrmOptions { ConnectionString = connectionString, MaxConnections = Arena.Connections };
        configure?.Invoke(options);
        Orm = Orm.Start(_system, model, options);
    }

    public Orm Orm { get; }

    public static Ours Start(Arena arena, Model model, Action<OrmOptions>? configure = null) => new(arena.ConnectionString, model, configure);

    /// <summary>In a process that has no arena.</summary>
    public static Ours Start(string connectionString, Model model) => new(connectionString, model, null);

    /// <summary>As the settings are by default, but each Find asks the server: everybody else's does.</summary>
    public static Ours StartReading(Arena arena, Model model) => Start(arena, model, o => o.FindFromMemory = TimeSpan.Zero);

    public async ValueTask DisposeAsync()
    {
        await Orm.DisposeAsync().ConfigureAwait(false);
        await _system.Terminate().ConfigureAwait(false);
        _system.Dispose();
    }
}
