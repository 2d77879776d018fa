using System.Diagnostics.CodeAnalysis;
using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Commands;

/// <summary>Which cases a user means.</summary>
internal static class Chosen
{
    private const int Nearest = 3;

    /// <param name="wanted">Names or beginnings of names; none: all cases.</param>
    /// <param name="unknown">Names that mean no case, with those most like them.</param>
    public static bool TryChoose(IReadOnlyList<Case> all, IReadOnlyList<string> wanted, out IReadOnlyList<Case> cases, [NotNullWhen(false)] out string? unknown)
    {
        cases = wanted.Count == 0 ? all : [.. all.Where(c => wanted.Any(w => Means(w, c, all)))];
        string[] strange = [.. wanted.Where(w => !all.Any(c => Means(w, c, all)))];
        unknown = strange.Length == 0 ? null : string.Join('\n', strange.Select(w =>
            $"there is no case \"{w}\"; the nearest are {string.Join(", ", all.Select(c => c.Name).OrderBy(n => Distance(w, n)).Take(Nearest))}. --list names all."));
        return unknown is null;
    }

    /// <summary>A whole name means that case alone, even if others begin with it.</summary>
    private static bool Means(string wanted, Case @case, IReadOnlyList<Case> all) =>
        wanted.Length > 0 && (all.Any(c => c.Name == wanted) ? @case.Name == wanted : @case.Name.StartsWith(wanted, StringComparison.Ordinal));

    /// <summary>How many letters must be put in, left out or changed (Levenshtein).</summary>
    internal static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
