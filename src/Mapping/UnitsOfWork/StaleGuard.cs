using System.Buffers;
using AkkaOrm.Compilation;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Reads what the guards in our own statements say: the server's error, and the rows the statement was about.</summary>
internal static class StaleGuard
{
    /// <summary>The server's state for a text that is no number.</summary>
    private const string InvalidText = "22P02";

    // All that a guard's text is made of. What follows is the server's quote, which its language decides: "…", »…«, « … ».
    private static readonly SearchValues<char> OfStale = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz:,");
    private static readonly SearchValues<char> OfLost = SearchValues.Create("0123456789of ");

    /// <summary>All rows of the statement that are not as they were read; null when the error is not a guard's.</summary>
    public static StaleEntityException? Stale(string? sqlState, string message, FlushStep step)
    {
        if (step.Kind is not (FlushStepKind.Lock or FlushStepKind.Update or FlushStepKind.Delete) || Said(sqlState, message, GuardedTexts.StaleWrite, OfStale) is not { } said) return null;
        var rows = new List<StaleRow>();
        foreach (var row in said.Split(','))
        {
            var parts = row.Split(':');
            if (parts is not [var ordinal, "changed" or "gone"] || !int.TryParse(ordinal, out var place) || place < 1 || place > step.Rows.Length) return null;
            var staged = step.Rows[place - 1];
            rows.Add(new(staged.Type.ClrType, staged.Key?.ForUser ?? "new", parts[1] == "gone"));
        }
        return new(rows) { SqlState = sqlState };
    }

    /// <summary>Rows that were sent and did not come to be; null when the error is not a guard's.</summary>
    public static DatabaseException? Lost(string? sqlState, string message, FlushStep step)
    {
        if (step.Kind is not (FlushStepKind.Insert or FlushStepKind.Link) || Said(sqlState, message, WriteTexts.LostRows, OfLost) is not { } said) return null;
        return new($"{said} rows sent to \"{step.Table}\" were not inserted.")
        {
            SqlState = sqlState,
            Detail = "the server reported no error for them, so which rows are missing is not known; nothing of this unit was written",
            Hint = "1. look for a BEFORE INSERT trigger on the table that returns NULL  2. look for a rule on it that inserts elsewhere or not at all",
        };
    }

    private static string? Said(string? sqlState, string message, string prefix, SearchValues<char> text)
    {
        if (sqlState != InvalidText || message.IndexOf(prefix, StringComparison.Ordinal) is not (>= 0 and var at)) return null;
        var said = message.AsSpan(at + prefix.Length);
        if (said.IndexOfAnyExcept(text) is >= 0 and var end) said = said[..end];
        return said.TrimEnd().ToString();
    }
}
