using System.Globalization;

namespace AkkaOrm.Servers;

/// <summary>A folder with the server's programs.</summary>
/// <param name="Folder">Holds initdb, pg_ctl and postgres.</param>
internal sealed record LocalBinaries(string Folder)
{
    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    public string InitDb => PathOf(Folder, "initdb");

    public string PgCtl => PathOf(Folder, "pg_ctl");

    public string Postgres => PathOf(Folder, "postgres");

    /// <summary>The first folder that has all programs.</summary>
    /// <param name="only">When given, no other folder is looked at.</param>
    /// <exception cref="WayClosedException">None has; the text lists where was looked.</exception>
    public static LocalBinaries Find(string? only)
    {
        var folders = only is null ? [.. UsualFolders().Distinct()] : new[] { only };
        foreach (var folder in folders)
        {
            if (HasAll(folder))
            {
                return new LocalBinaries(HomeOf(folder));
            }
        }

        throw new WayClosedException(only is null
            ? $"no folder holds all of {string.Join(", ", Programs)}; looked in PATH and {string.Join(", ", UsualPatterns().Select(p => p.Text))}"
            : $"{only}, the only folder searched because {Wishes.BinariesVariable} names it, {Missing(only)}");
    }

    private static bool HasAll(string folder) => Programs.All(p => File.Exists(PathOf(folder, p)));

    // A folder on PATH often holds links; where they lead tells people more.
    private static string HomeOf(string folder) =>
        File.ResolveLinkTarget(PathOf(folder, Programs[0]), returnFinalTarget: true) is FileInfo { DirectoryName: { } home } && HasAll(home) ? home : folder;

    private static string Missing(string folder) => Directory.Exists(folder)
        ? $"lacks {string.Join(", ", Programs.Where(p => !File.Exists(PathOf(folder, p))))}"
        : "does not exist";

    private static IEnumerable<string> UsualFolders() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Concat(UsualPatterns().SelectMany(p => p.Folders()));

    private static IEnumerable<Pattern> UsualPatterns()
    {
        if (OperatingSystem.IsWindows())
        {
            yield return new Pattern(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*", "bin");
            yield break;
        }

        if (OperatingSystem.IsLinux())
        {
            yield return new Pattern("/usr/lib/postgresql", "*", "bin");
            yield return new Pattern("/usr", "pgsql-*", "bin");
            yield return new Pattern("/home/linuxbrew/.linuxbrew/opt", "postgresql*", "bin");
        }

        if (OperatingSystem.IsMacOS())
        {
            yield return new Pattern("/opt/homebrew/opt", "postgresql*", "bin");
            yield return new Pattern("/usr/local/opt", "postgresql*", "bin");
            yield return new Pattern("/Applications/Postgres.app/Contents/Versions", "*", "bin");
        }
    }

    private static string PathOf(string folder, string program) => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program);

    private sealed record Pattern(string Root, string Versions, string Leaf)
    {
        public string Text => Path.Combine(Root, Versions, Leaf);

        /// <summary>The folders of this pattern, highest version first; one without a version number counts as the highest.</summary>
        public IEnumerable<string> Folders() => Directory.Exists(Root)
            ? Directory.GetDirectories(Root, Versions).OrderByDescending(VersionOf).Select(d => Path.Combine(d, Leaf))
            : [];

        private static decimal VersionOf(string folder)
        {
            var digits = new string([.. Path.GetFileName(folder).SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]);
            return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version) ? version : decimal.MaxValue;
        }
    }
}
