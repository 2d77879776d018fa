using AkkaOrm.Compare.Frame;
using AkkaOrm.Testing;
using Dapper;
using Npgsql;

namespace AkkaOrm.Compare.Runs;

/// <summary>The one PostgreSQL server of a run, and the databases on it.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly EphemeralPostgres _postgres;
    private readonly bool _quick;
    private readonly Dictionary<string, Task<Arena>> _shared = [];
    private readonly List<Func<Task>> _ofCase = [];
    private readonly List<Func<Task>> _ofRun = [];

    private Server(EphemeralPostgres postgres, bool quick)
    {
        _postgres = postgres;
        _quick = quick;
        Arena = ArenaOf(postgres.ConnectionString, NpgsqlDataSource.Create(Pooled(postgres.ConnectionString)));
    }

    /// <summary>What cases are prepared with: the maintenance database, in which nobody makes tables.</summary>
    public Arena Arena { get; }

    /// <summary>Where the server came from, for people.</summary>
    public string Source => _postgres.Source;

    /// <param name="connectionString">A server to use; null: <c>AKKAORM_POSTGRES</c>, or one of our own.</param>
    public static async Task<Server> StartAsync(string? connectionString, bool quick, CancellationToken ct)
    {
        // Columns are author_id, properties AuthorId.
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        if (connectionString is not null) Environment.SetEnvironmentVariable("AKKAORM_POSTGRES", connectionString);
        return new Server(await EphemeralPostgres.StartAsync(ct).ConfigureAwait(false), quick);
    }

    /// <summary>The server's own words for its version.</summary>
    public async Task<string> VersionAsync()
    {
        await using var show = Arena.DataSource.CreateCommand("SHOW server_version");
        return ((string)(await show.ExecuteScalarAsync().ConfigureAwait(false))!).Split(' ')[0];
    }

    /// <summary>Drops what the last case alone used.</summary>
    public Task EndCaseAsync() => EndAsync(_ofCase);

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_ofCase).ConfigureAwait(false);
        await EndAsync(_ofRun).ConfigureAwait(false);
        await Arena.DataSource.DisposeAsync().ConfigureAwait(false);
        await _postgres.DisposeAsync().ConfigureAwait(false);
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

    private Arena ArenaOf(string connectionString, NpgsqlDataSource dataSource) => new(Pooled(connectionString), _quick)
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
        var database = await _postgres.CreateDatabaseAsync(name).ConfigureAwait(false);
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
