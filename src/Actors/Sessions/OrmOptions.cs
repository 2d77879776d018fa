using System.Globalization;
using System.Text;
using Akka.Configuration;

namespace AkkaOrm;

/// <summary>Settings in code: what is set here wins over HOCON, what is null is as it says there.</summary>
public sealed class OrmOptions
{
    /// <summary>In Npgsql's words: <c>Host=db;Database=shop;Username=app;Password=…</c>. <c>akka.orm.connection-string</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>At most so many connections. <c>akka.orm.connections.max-size</c>.</summary>
    public int? MaxConnections { get; set; }

    /// <summary>How long a request waits for a connection. <c>akka.orm.connections.acquire-timeout</c>.</summary>
    public TimeSpan? AcquireTimeout { get; set; }

    /// <summary>Logs every statement, parameters redacted. <c>akka.orm.statements.echo</c>.</summary>
    public bool? Echo { get; set; }

    /// <summary>For one command of a session, until its answer. <c>akka.orm.session.request-timeout</c>.</summary>
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>What is set, as HOCON below <c>akka.orm</c>.</summary>
    internal Config ToConfig()
    {
        var text = new StringBuilder();
        Add("connection-string", ConnectionString is { } given ? Quoted(given) : null);
        Add("connections.max-size", MaxConnections?.ToString(CultureInfo.InvariantCulture));
        Add("connections.acquire-timeout", Duration(AcquireTimeout));
        Add("statements.echo", Echo is { } echo ? echo ? "on" : "off" : null);
        Add("session.request-timeout", Duration(RequestTimeout));
        return ConfigurationFactory.ParseString(text.ToString());

        void Add(string path, string? value)
        {
            if (value is not null) text.Append(CultureInfo.InvariantCulture, $"{path} = {value}\n");
        }
    }

    private static string? Duration(TimeSpan? duration) => duration is { } d ? string.Create(CultureInfo.InvariantCulture, $"{(long)d.TotalMilliseconds}ms") : null;

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r")}\"";
}
