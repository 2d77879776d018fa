using System.Diagnostics;
using AkkaOrm.Servers;

namespace AkkaOrm.Children;

/// <summary>A temporary folder for one test; what servers still run in it at the end are ended, and it is removed.</summary>
internal sealed class PrivateTemp : IDisposable
{
    public PrivateTemp()
    {
        Path = Directory.CreateTempSubdirectory("akkaorm-tests-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // A server under another account works below it and makes folders of its own there.
            File.SetUnixFileMode(Path, (UnixFileMode)Convert.ToInt32("777", 8));
        }
    }

    public string Path { get; }

    /// <summary>The folders servers were started in.</summary>
    public string[] ServerFolders => Directory.GetDirectories(Path, "akkaorm-postgres-*");

    /// <summary>The data folders of running or abandoned servers, with the process each names.</summary>
    public (string Data, int Process)[] Servers() =>
    [
        .. Directory.GetFiles(Path, "postmaster.pid", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Select(f => (System.IO.Path.GetDirectoryName(f)!, int.Parse(File.ReadLines(f).First(), System.Globalization.CultureInfo.InvariantCulture))),
    ];

    /// <summary>The processes that keep these folders; each ends a moment after the process it keeps them for.</summary>
    public Process[] Keepers() =>
    [
        .. Directory.GetDirectories("/proc").Select(p => System.IO.Path.GetFileName(p)).Where(n => n.All(char.IsAsciiDigit))
            .Where(n => CommandLineOf(n) is var line && line.Contains("akkaorm-keeper", StringComparison.Ordinal) && line.Contains(Path, StringComparison.Ordinal))
            .Select(n => Process.GetProcessById(int.Parse(n, System.Globalization.CultureInfo.InvariantCulture))),
    ];

    /// <summary>The test program where every account may read it.</summary>
    public string CopyOfProgram()
    {
        var copy = Directory.CreateDirectory(System.IO.Path.Combine(Path, "program")).FullName;
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, System.IO.Path.Combine(copy, System.IO.Path.GetFileName(file)), overwrite: true);
        }

        return copy;
    }

    private static string CommandLineOf(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    public void Dispose()
    {
        OwnServerProcess.EndAllIn(Path);
        foreach (var keeper in Keepers())
        {
            keeper.WaitForExit(TimeSpan.FromSeconds(10));
        }

        Directory.Delete(Path, recursive: true);
    }
}
