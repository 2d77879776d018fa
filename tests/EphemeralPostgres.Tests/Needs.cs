using AkkaOrm.Servers;
using Xunit;

namespace AkkaOrm;

/// <summary>
/// A test that needs the server programs of this machine. Where they are missing the test is skipped with that reason;
/// under continuous integration (<c>CI=true</c>) it is never skipped, and fails for want of them.
/// </summary>
internal sealed class LocalFactAttribute : FactAttribute
{
    public LocalFactAttribute() => Skip = Needs.LocalServer();
}

/// <summary>As <see cref="LocalFactAttribute"/>, for a test with rows of data.</summary>
internal sealed class LocalTheoryAttribute : TheoryAttribute
{
    public LocalTheoryAttribute() => Skip = Needs.LocalServer();
}

/// <summary>A test about processes as Linux shows them; elsewhere it is skipped with that reason.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : Needs.Linux;
}

internal static class Needs
{
    public const string Linux = "needs processes as Linux shows them";

    /// <summary>A local server, of the folder the environment names if it names one.</summary>
    public static Wishes Local => Wishes.FromEnvironment() with { Postgres = Ways.Local };

    public static string? LocalServer()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            return null;
        }

        try
        {
            _ = LocalBinaries.Find(Local.Binaries);
            return OperatingSystem.IsLinux() ? null : Linux;
        }
        catch (WayClosedException e)
        {
            return e.Message;
        }
    }
}
