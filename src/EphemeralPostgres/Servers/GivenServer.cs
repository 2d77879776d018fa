using AkkaOrm.Testing;
using Npgsql;

namespace AkkaOrm.Servers;

/// <summary>The server of a connection string: checked once, never stopped.</summary>
internal static class GivenServer
{
    /// <summary>How long a server may take to answer when the connection string does not say (seconds).</summary>
    private const int AnswerSeconds = 5;

    public static async Task<RunningServer> ConnectAsync(string connectionString, CancellationToken ct)
    {
        var target = Parse(connectionString);
        try
        {
            await Maintenance.ProbeAsync(target.ConnectionString, ct).ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            throw new EphemeralPostgresException(
                $"The server {Wishes.PostgresVariable} names did not let us in: {Maintenance.Describe(e)}. "
                + $"Asked was {target.Host}:{target.Port}, database {target.Database}, as user {target.Username ?? "(none)"}. {HintFor(e)}", e);
        }

        return new RunningServer(target.ConnectionString, "given", TakesItsDataAlong: false, () => ValueTask.CompletedTask);
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        NpgsqlConnectionStringBuilder target;
        try
        {
            target = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException or OverflowException)
        {
            // Neither the value nor the driver's text about it: both may hold parts of a password.
            throw Unreadable();
        }

        if (string.IsNullOrEmpty(target.Host))
        {
            throw Unreadable();
        }

        target.Database ??= "postgres";
        if (!target.ContainsKey("Timeout"))
        {
            target.Timeout = AnswerSeconds;
        }

        return target;
    }

    private static EphemeralPostgresException Unreadable() => new(
        $"{Wishes.PostgresVariable} is neither {Ways.Testcontainers}, {Ways.Local} nor {Ways.Embedded}, nor an Npgsql connection string with a Host "
        + "(its value is not shown, it may hold a password). Write it as Host=…;Port=5432;Username=…;Password=…;Database=postgres, "
        + "with values that hold a semicolon in quotes; addresses like postgres://… are not understood.");

    private static string HintFor(NpgsqlException e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            "Check Username and Password.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => "Name a database that exists, such as postgres.",
        PostgresException => "Check the connection string and the server's log.",
        _ => "Check that the server runs there and that Host and Port are right.",
    };
}
