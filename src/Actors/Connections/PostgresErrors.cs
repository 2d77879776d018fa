using System.Net.Sockets;
using System.Security.Authentication;
using AkkaOrm.Protocols;
using Npgsql;

namespace AkkaOrm.Connections;

/// <summary>What Npgsql throws, as facts.</summary>
internal static class PostgresErrors
{
    /// <param name="statementOf">The place of a batch command in its batch; -1 when it is not of it.</param>
    public static ServerFault Fault(Exception exception, Func<NpgsqlBatchCommand, int> statementOf) => exception switch
    {
        PostgresException server => new ServerFault(server.SqlState, server.InvariantSeverity, server.MessageText, Place(server, statementOf))
        {
            Constraint = server.ConstraintName,
            Schema = server.SchemaName,
            Table = server.TableName,
            Column = server.ColumnName,
            DataType = server.DataTypeName,
            IsConnectionLost = EndsConnection(server),
        },
        NpgsqlException driver => new ServerFault(null, "FATAL", Message(driver), Place(driver, statementOf)) { IsConnectionLost = true },
        InvalidCastException or OverflowException or FormatException or ArgumentException => new ServerFault(null, ServerFault.Unreadable, exception.Message, -1),
        _ => new ServerFault(null, "FATAL", Message(exception), -1) { IsConnectionLost = true },
    };

    /// <summary>The values could not be written: whatever reached the server is an unfinished batch, which it throws away.</summary>
    public static ServerFault NotBound(Exception exception, int statement) => new("22000", "ERROR", exception.Message, statement)
    {
        IsNotSent = true,
        Error = new InvalidValueException($"a value can't be written as the parameter it is for: {exception.Message}"),
    };

    /// <summary>A cached plan no longer fits the tables: the statement was not run.</summary>
    public static bool IsOutdatedPlan(PostgresException server) =>
        server is { SqlState: PostgresErrorCodes.FeatureNotSupported, Routine: "RevalidateCachedQuery" } or { SqlState: PostgresErrorCodes.InvalidSqlStatementName };

    /// <summary>Severities above ERROR end the connection whatever the code says; a code of class 08 with ERROR is a statement's own, of a foreign table.</summary>
    private static bool EndsConnection(PostgresException server) => server.InvariantSeverity is "FATAL" or "PANIC";

    /// <param name="to">Host, port, database and user, for people.</param>
    public static ConnectionFailedException OpenFailure(Exception exception, string to) => exception switch
    {
        PostgresException server => new ConnectionFailedException($"could not connect to {to}: {server.MessageText}", server)
        {
            SqlState = server.SqlState,
            IsTransient = !IsRefusal(server.SqlState),
        },
        _ => new ConnectionFailedException($"could not connect to {to}: {Message(exception)}", exception) { IsTransient = !IsConfiguration(exception) },
    };

    /// <summary>Wrong user, password, database or right: trying again changes nothing.</summary>
    public static bool IsRefusal(string sqlState) =>
        sqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege || sqlState.StartsWith("28", StringComparison.Ordinal) || sqlState.StartsWith("22", StringComparison.Ordinal)
        || sqlState.StartsWith("42", StringComparison.Ordinal);

    private static bool IsConfiguration(Exception exception) =>
        exception is ArgumentException or InvalidOperationException or NotSupportedException && exception is not ObjectDisposedException
        || exception is NpgsqlException { InnerException: null } and not PostgresException && exception.Message.Contains("password", StringComparison.OrdinalIgnoreCase);

    // The innermost says what happened; those around it say only that something did.
    private static string Message(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException or TimeoutException or AuthenticationException or EndOfStreamException) return inner.Message;
        }
        return exception.Message;
    }

    private static int Place(NpgsqlException exception, Func<NpgsqlBatchCommand, int> statementOf) =>
        exception.BatchCommand is { } command ? statementOf(command) : -1;
}
