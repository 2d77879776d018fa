using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace AkkaOrm.Errors;

/// <summary>The one place where failures become text.</summary>
internal static class ErrorText
{
    private const int Listed = 10;

    internal static string Message(AkkaOrmException error)
    {
        var text = new StringBuilder(error.Problem);
        Line(text, "Detail:", error.Detail);
        Line(text, "Hint:", error.Hint);
        return text.ToString();
    }

    internal static string Full(AkkaOrmException error)
    {
        var text = new StringBuilder($"{error.GetType().Name} [{error.Code}]: {Message(error)}");
        Line(text, "State:", error.SqlState);
        Line(text, "Sql:", error.Sql);
        Line(text, "Values:", error.Parameters.Count == 0 ? null : string.Join(", ", error.Parameters));
        Line(text, "See:", error.HelpLink);
        if (error.InnerException is { } cause) text.Append("\n  Cause:  ").Append(Cause(cause));
        if (error.StackTrace is { } trace) text.Append('\n').Append(trace);
        return text.ToString();
    }

    /// <summary>The first few of many, and how many more there are.</summary>
    internal static string Few(IReadOnlyList<string> all) =>
        all.Count <= Listed ? string.Join(", ", all) : $"{string.Join(", ", all.Take(Listed))} and {all.Count - Listed} more";

    /// <summary>An entity by name and key: <c>Traveler#7</c>, <c>Visit#(7, 578)</c>.</summary>
    internal static string Row(string entity, object? key) => key is null ? entity : FormattableString.Invariant($"{entity}#{key}");

    private static void Line(StringBuilder text, string label, string? value)
    {
        if (string.IsNullOrEmpty(value)) return;
        text.Append("\n  ").Append(label.PadRight(8)).Append(value);
    }

    // Texts of the server, of drivers and of converters may quote values; those of the network and of clocks do not.
    private static string Cause(Exception cause) => cause switch
    {
        AkkaOrmException => cause.ToString(),
        IOException or SocketException or TimeoutException or OperationCanceledException or AuthenticationException =>
            $"{cause.GetType().FullName}: {cause.Message}{Trace(cause)}",
        _ => $"{cause.GetType().FullName} (its text may quote values: see InnerException){Trace(cause)}",
    };

    private static string Trace(Exception cause) =>
        (cause.InnerException is { } inner ? $"\n  Cause:  {Cause(inner)}" : "") + (cause.StackTrace is { } trace ? $"\n{trace}" : "");
}
