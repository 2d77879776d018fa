using System.Collections.Concurrent;
using System.Text;
using AkkaOrm.Servers;
using Npgsql;

namespace AkkaOrm.Testing;

/// <summary>
/// A real PostgreSQL server for samples, tests and benchmarks. Where it comes from is decided at the start, in this order:
/// the connection string in <c>AKKAORM_POSTGRES</c> (or the one way that variable names: <c>testcontainers</c>,
/// <c>local</c>, <c>embedded</c>); Docker through Testcontainers (image <c>AKKAORM_POSTGRES_IMAGE</c>, else
/// <c>postgres:15-alpine</c>); server binaries of this machine (folder <c>AKKAORM_POSTGRES_BIN</c>, else PATH and the
/// usual folders); a small PostgreSQL that is downloaded once and kept in the user's cache.
/// </summary>
/// <remarks>
/// Safe to use concurrently. A server started here is stopped and its data removed on disposal and at the end of the
/// process, also after Ctrl-C; what a killed process leaves is removed a moment later, or by the next start on
/// that machine. A given server is never stopped; only the databases made here are dropped from it.
/// </remarks>
public sealed class EphemeralPostgres : IAsyncDisposable
{
    private const int MaxNameBytes = 63;

    private static readonly Lock SharedLock = new();
    private static Task<EphemeralPostgres>? shared;

    private readonly RunningServer server;
    private readonly bool isShared;
    private readonly ConcurrentDictionary<string, EphemeralDatabase> databases = new();
    private readonly IDisposable exitWatch;
    private int stopped;

    private EphemeralPostgres(RunningServer server, bool isShared)
    {
        this.server = server;
        this.isShared = isShared;
        exitWatch = ExitWatch.Add(() => StopAsync().GetAwaiter().GetResult());
    }

    /// <summary>
    /// Connects to the maintenance database as a role that may create databases. Holds the password: not for logs.
    /// </summary>
    public string ConnectionString => server.ConnectionString;

    /// <summary>
    /// Where the server came from, for people: <c>given</c>, <c>testcontainers</c>,
    /// <c>local 15.18 (/usr/lib/postgresql/15/bin)</c> or <c>embedded</c>.
    /// </summary>
    public string Source => server.Source;

    /// <summary>Starts a server for this call alone; disposing the result stops it.</summary>
    /// <param name="ct">Gives up the start; what was begun is removed.</param>
    /// <exception cref="EphemeralPostgresException">No way led to a server.</exception>
    public static Task<EphemeralPostgres> StartAsync(CancellationToken ct = default) =>
        StartAsync(Wishes.FromEnvironment(), isShared: false, ct);

    /// <summary>
    /// The server of this process: started by the first call, the same for every later one, stopped at the end of the
    /// process. Disposing it does nothing. A failed start is remembered, so that later calls fail at once with its text.
    /// </summary>
    /// <param name="ct">Gives up waiting, not the start itself.</param>
    /// <exception cref="EphemeralPostgresException">No way led to a server.</exception>
    public static Task<EphemeralPostgres> SharedAsync(CancellationToken ct = default)
    {
        lock (SharedLock)
        {
            shared ??= Task.Run(() => StartAsync(Wishes.FromEnvironment(), isShared: true, CancellationToken.None), CancellationToken.None);
            return shared.WaitAsync(ct);
        }
    }

    internal static async Task<EphemeralPostgres> StartAsync(Wishes wishes, bool isShared, CancellationToken ct) =>
        new(await Ways.StartFirstAsync(wishes, ct).ConfigureAwait(false), isShared);

    /// <summary>Makes an empty database with a name no other call gets.</summary>
    /// <param name="hint">Goes into the name, for a person who looks at the server; null for none.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The database; disposing it drops it, whoever is still connected.</returns>
    /// <exception cref="EphemeralPostgresException">The server refused, for example because the role may not create databases.</exception>
    public async Task<EphemeralDatabase> CreateDatabaseAsync(string? hint = null, CancellationToken ct = default)
    {
        ObjectDisposedException.ThrowIf(stopped != 0, this);
        var name = NameFor(hint);
        try
        {
            await Maintenance.CreateAsync(ConnectionString, name, ct).ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            throw new EphemeralPostgresException(
                $"Could not create database {name} on the {Source} server: {Maintenance.Describe(e)}. "
                + "The role of the connection string needs the right to create databases (ALTER ROLE … CREATEDB).", e);
        }

        var target = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name };
        var database = new EphemeralDatabase(name, target.ConnectionString, DropAsync);
        databases[name] = database;
        return database;
    }

    /// <summary>Stops the server and removes its data; on a given server drops the databases made here. Again: nothing.</summary>
    public ValueTask DisposeAsync() => isShared ? ValueTask.CompletedTask : StopAsync();

    private async ValueTask StopAsync()
    {
        if (Interlocked.Exchange(ref stopped, 1) != 0)
        {
            return;
        }

        exitWatch.Dispose();
        try
        {
            if (!server.TakesItsDataAlong)
            {
                await Task.WhenAll(databases.Values.Select(d => d.DisposeAsync().AsTask())).ConfigureAwait(false);
            }
        }
        finally
        {
            await server.StopAsync().ConfigureAwait(false);
        }
    }

    private async Task DropAsync(string name)
    {
        databases.TryRemove(name, out _);
        if (stopped != 0 && server.TakesItsDataAlong)
        {
            return;
        }

        try
        {
            await Maintenance.DropAsync(ConnectionString, name).ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            throw new EphemeralPostgresException($"Could not drop database {name} on the {Source} server: {Maintenance.Describe(e)}.", e);
        }
    }

    private static string NameFor(string? hint)
    {
        var name = new StringBuilder("akkaorm_");
        var unique = Guid.NewGuid().ToString("N")[..12];
        foreach (var c in (hint ?? "").Take(MaxNameBytes - name.Length - unique.Length - 1))
        {
            name.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_');
        }

        return hint is { Length: > 0 } ? $"{name}_{unique}" : $"{name}{unique}";
    }
}
