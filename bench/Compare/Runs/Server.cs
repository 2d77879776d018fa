using AkkaOrm.Compare.Frame;
using AkkaOrm.Testing;
using Npgsql;

namespace AkkaOrm.Compare.Runs;

/// <summary>The one PostgreSQL server of a run, and the databases on it.</summary>
internal sealed class Server(EphemeralPostgres postgres, bool quick) : IAsyncDisposable
{
    private readonly Dictionary<string, Task<Arena>> _shared = [];
    private readonly List<Func<Task>> _ofCase = [];
    private readonly List<Func<Task>> _ofRun = [];

    /// <summary>Where the server came from, for people.</summary>
    public string Source => postgres.Source;

    /// <param name="connectionString">A server to use; null: <c>AKKAORM_POSTGRES</c>, or one of our own.</param>
    public static async Task<Server> StartAsync(string? connectionString, bool quick, CancellationToken ct)
    {
        if (connectionString is not null) Environment.SetEnvironmentVariable("AKKAORM_POSTGRES", connectionString);
        return new Server(await EphemeralPostgres.StartAsync(ct).ConfigureAwait(false), quick);
    }

    /// <summary>What cases are prepared with: no database yet.</summary>
    public Arena Arena() => ArenaOf(postgres.ConnectionString, NpgsqlDataSource.Create(Pooled(postgres.ConnectionString)));

    /// <summary>Drops what the last case alone used.</summary>
    public Task EndCaseAsync() => EndAsync(_ofCase);

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_ofCase).ConfigureAwait(false);
        await EndAsync(_ofRun).ConfigureAwait(false);
        await postgres.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The same for everyone: what Npgsql's own pages advise for speed, and as many prepared statements as ours.</summary>
    internal static string Pooled(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "compare",
        MaxPoolSize = Frame.Arena.Connections,
        MaxAutoPrepare = 256,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,
    }.ConnectionString;

    private Arena ArenaOf(string connectionString, NpgsqlDataSource dataSource) => new(Pooled(connectionString), quick)
    {
        DataSource = dataSource,
        Database = name => MakeAsync(name, _ofCase),
        Shared = SharedAsync,
    };

    private Task<Arena> SharedAsync(string name, Func<Arena, Task> fill)
    {
        return _shared.TryGetValue(name, out var made) ? made : _shared[name] = FillAsync();

        async Task<Arena> FillAsync()
        {
            var arena = await MakeAsync(name, _ofRun).ConfigureAwait(false);
            await fill(arena).ConfigureAwait(false);
            return arena;
        }
    }

    private async Task<Arena> MakeAsync(string name, List<Func<Task>> endings)
    {
        var database = await postgres.CreateDatabaseAsync(name).ConfigureAwait(false);
        endings.Add(() => database.DisposeAsync().AsTask());
        var dataSource = NpgsqlDataSource.Create(Pooled(database.ConnectionString));
        endings.Add(() => dataSource.DisposeAsync().AsTask());
        return ArenaOf(database.ConnectionString, dataSource);
    }

    private static async Task EndAsync(List<Func<Task>> endings)
    {
        for (var i = endings.Count - 1; i >= 0; i--) await endings[i]().ConfigureAwait(false);
        endings.Clear();
    }
}
