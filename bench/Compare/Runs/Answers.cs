using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Runs;

/// <summary>Whoever computes something else is not compared.</summary>
internal static class Answers
{
    private const int Shown = 300;

    /// <summary>Has each contender answer, and says what is not alike; null when all are.</summary>
    public static async Task<string?> DifferenceAsync(IReadOnlyList<Contender> contenders, CancellationToken ct)
    {
        var answers = new List<(string Peer, string Answer)>();
        foreach (var contender in contenders)
        {
            ct.ThrowIfCancellationRequested();
            if (contender.Before is { } before) await before().ConfigureAwait(false);
            answers.Add((contender.Peer, await contender.Answer().ConfigureAwait(false)));
        }

        return Difference(answers);
    }

    public static string? Difference(IReadOnlyList<(string Peer, string Answer)> answers)
    {
        if (answers.Count == 0) return "nobody takes part";
        if (answers.All(a => a.Answer == answers[0].Answer)) return null;
        var said = answers.Select(a => $"  {a.Peer}: {(a.Answer.Length > Shown ? string.Concat(a.Answer.AsSpan(0, Shown), "…") : a.Answer)}");
        return $"the contenders do not answer alike, so nothing was timed:\n{string.Join('\n', said)}";
    }
}
