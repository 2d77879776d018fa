using Npgsql;

namespace AkkaOrm.Testing;

/// <summary>
/// An empty database of its own on an <see cref="EphemeralPostgres"/> server. Disposing it drops it, also while others are
/// still connected; disposing it again does nothing.
/// </summary>
public sealed class EphemeralDatabase : IAsyncDisposable
{
    private readonly Func<string, Task> drop;
    private int dropped;

    internal EphemeralDatabase(string name, string connectionString, Func<string, Task> drop)
    {
        Name = name;
        ConnectionString = connectionString;
        this.drop = drop;
    }

    /// <summary>Connects to this database. Holds the password: not for logs.</summary>
    public string ConnectionString { get; }

    /// <summary>The database's name: <c>akkaorm_</c>, the hint, and a part that makes it unique.</summary>
    public string Name { get; }

    /// <summary>Drops the database.</summary>
    /// <exception cref="EphemeralPostgresException">The server refused or could not be reached.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref dropped, 1) != 0)
        {
            return;
        }

        using (var pooled = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(pooled);
        }

        await drop(Name).ConfigureAwait(false);
    }
}
