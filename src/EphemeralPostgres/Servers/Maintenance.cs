using Npgsql;

namespace AkkaOrm.Servers;

/// <summary>Statements on the maintenance database, each on an unpooled connection so that none lingers.</summary>
internal static class Maintenance
{
    private const int TemplateAttempts = 20;

    /// <summary>Opens and closes a connection; answers the server's version.</summary>
    public static async Task<string> ProbeAsync(string connectionString, CancellationToken ct)
    {
        await using var connection = await OpenAsync(connectionString, ct).ConfigureAwait(false);
        return connection.ServerVersion;
    }

    public static async Task CreateAsync(string connectionString, string name, CancellationToken ct)
    {
        await using var connection = await OpenAsync(connectionString, ct).ConfigureAwait(false);
        await using var command = new NpgsqlCommand($"CREATE DATABASE \"{name}\"", connection);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ObjectInUse && attempt < TemplateAttempts)
            {
                // Somebody is looking at the template database; such visits are short.
                await Task.Delay(50, ct).ConfigureAwait(false);
            }
        }
    }

    public static async Task DropAsync(string connectionString, string name)
    {
        await using var connection = await OpenAsync(connectionString, CancellationToken.None).ConfigureAwait(false);
        await using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)", connection);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary>What the driver says, without anything of the connection string.</summary>
    public static string Describe(NpgsqlException e) =>
        e is PostgresException p ? $"{p.SqlState} {p.MessageText}"
        : e.InnerException is { } inner ? $"{e.Message} ({inner.Message})"
        : e.Message;

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken ct)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        var connection = new NpgsqlConnection(unpooled.ConnectionString);
        try
        {
            await connection.OpenAsync(ct).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
