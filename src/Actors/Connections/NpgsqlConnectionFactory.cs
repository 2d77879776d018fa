using System.Globalization;
using AkkaOrm.Protocols;
using AkkaOrm.Settings;
using Npgsql;

namespace AkkaOrm.Connections;

/// <summary>Connections of one data source, none of them pooled: an actor owns each.</summary>
internal sealed class NpgsqlConnectionFactory(AkkaOrmSettings settings) : IPhysicalConnectionFactory, IAsyncDisposable
{
    // A peer that is gone is noticed within a minute also while nothing is sent.
    private const int SecondsToKeepAlive = 30, SecondsBetweenKeepAlives = 10;

    private readonly Lazy<(NpgsqlDataSource Source, string To)> _source = new(() => Open(settings));

    /// <exception cref="PhysicalConnectionException">The connection string is of no use; its text is not repeated, for it may hold a password.</exception>
    public IPhysicalConnection Create()
    {
        var (source, to) = _source.Value;
        return new NpgsqlPhysicalConnection(source.CreateConnection(), to);
    }

    public ValueTask DisposeAsync() => _source.IsValueCreated ? _source.Value.Source.DisposeAsync() : ValueTask.CompletedTask;

    private static (NpgsqlDataSource, string) Open(AkkaOrmSettings settings)
    {
        if (string.IsNullOrWhiteSpace(settings.ConnectionString)) throw Unusable("there is no connection string", "set akka.orm.connection-string");
        NpgsqlConnectionStringBuilder text;
        try
        {
            text = Completed(new NpgsqlConnectionStringBuilder(settings.ConnectionString), settings);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException or NotSupportedException)
        {
            throw Unusable("the connection string can't be read", "write akka.orm.connection-string as in \"Host=db;Database=shop;Username=app;Password=…\"");
        }
        var to = string.Create(CultureInfo.InvariantCulture, $"{text.Host}:{text.Port}, database \"{text.Database ?? text.Username}\", as user \"{text.Username}\"");
        try
        {
            return (new NpgsqlDataSourceBuilder(text.ConnectionString).Build(), to);
        }
        catch (Exception fault)
        {
            throw new PhysicalConnectionException(Fault(PostgresErrors.OpenFailure(fault, to)));
        }
    }

    internal static NpgsqlConnectionStringBuilder Completed(NpgsqlConnectionStringBuilder text, AkkaOrmSettings settings)
    {
        text.Pooling = false;
        text.Multiplexing = false;
        text.Enlist = false;
        text.NoResetOnClose = true;
        // Without it an error does not tell which statement of the batch it is about.
        text.IncludeFailedBatchedCommand = true;
        text.Timeout = (int)Math.Clamp(Math.Ceiling(settings.Connections.ConnectTimeout.TotalSeconds), 1, 1024);
        // Deadlines are kept by the connection's actor: the driver's own starts again with every chunk that arrives.
        text.CommandTimeout = 0;
        text.CancellationTimeout = (int)Math.Clamp(settings.Connections.CancelGrace.TotalMilliseconds, 1, int.MaxValue);
        text.TcpKeepAlive = true;
        if (text.TcpKeepAliveTime == 0) (text.TcpKeepAliveTime, text.TcpKeepAliveInterval) = (SecondsToKeepAlive, SecondsBetweenKeepAlives);
        text.MaxAutoPrepare = settings.Statements.MaxPrepared;
        text.AutoPrepareMinUsages = settings.Statements.PrepareAfter;
        text.ApplicationName ??= settings.ApplicationName;
        var limits = StartupOptions(settings.Server);
        // Ours first: what the connection string itself sets wins.
        text.Options = string.IsNullOrEmpty(text.Options) ? limits : $"{limits} {text.Options}";
        return text;
    }

    private static string StartupOptions(ServerSettings server) => string.Join(' ', new[]
    {
        Option("statement_timeout", server.StatementTimeout),
        Option("idle_in_transaction_session_timeout", server.IdleInTransactionTimeout),
        Option("client_connection_check_interval", server.ConnectionCheckInterval),
    }.OfType<string>());

    private static string? Option(string name, TimeSpan? value) =>
        value is { } time ? string.Create(CultureInfo.InvariantCulture, $"-c {name}={Math.Max(1, (long)time.TotalMilliseconds)}") : null;

    private static PhysicalConnectionException Unusable(string problem, string hint) => new(Fault(new ConnectionFailedException(problem) { Hint = hint }));

    private static ServerFault Fault(ConnectionFailedException error) => new(error.SqlState, "FATAL", error.Problem, -1) { IsConnectionLost = true, IsNotSent = true, Error = error };
}
