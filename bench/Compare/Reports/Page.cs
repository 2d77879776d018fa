namespace AkkaOrm.Compare.Reports;

/// <summary>A page of which one part is written by this program.</summary>
internal static class Page
{
    public const string Begin = "<!-- figures: written by bench/Compare -->";
    public const string End = "<!-- end of figures -->";

    /// <summary>The page with other figures between its two marks; all else as it was.</summary>
    /// <exception cref="InvalidOperationException">A mark is missing, or they stand the wrong way round.</exception>
    public static string Rewrite(string page, string figures)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin) throw new InvalidOperationException($"the page has no place for figures: a line \"{Begin}\", and after it a line \"{End}\"");
        return string.Concat(page.AsSpan(0, begin + Begin.Length), $"\n\n{figures.Trim()}\n\n", page.AsSpan(end));
    }
}
