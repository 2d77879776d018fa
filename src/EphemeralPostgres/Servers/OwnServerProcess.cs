using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace AkkaOrm.Servers;

/// <summary>
/// Ends servers, and only those that work in a data folder of ours: the process the folder names must also be seen working
/// there, because by now its number may belong to somebody else.
/// </summary>
internal static class OwnServerProcess
{
    private const string PidFile = "postmaster.pid";
    private const int Deepest = 4;
    private const int SigQuit = 3;
    private const int SigKill = 9;

    /// <summary>An immediate shutdown takes milliseconds; a server that ignores it this long is killed.</summary>
    private static readonly TimeSpan QuitLimit = TimeSpan.FromSeconds(5);

    /// <summary>Ends the servers of all data folders in <paramref name="folder"/> and waits until they are gone.</summary>
    public static void EndAllIn(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Deepest, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, PidFile, options) : [])
        {
            var data = Path.GetDirectoryName(file)!;
            if (ReadPid(file) is { } id && WorksIn(id, data))
            {
                End(id, data);
            }
        }
    }

    /// <summary>The process is a server whose data folder is <paramref name="data"/>.</summary>
    public static bool WorksIn(int id, string data)
    {
        if (OperatingSystem.IsLinux())
        {
            return LinkOf($"/proc/{id}/cwd") == RealPath(data);
        }

        try
        {
            return OperatingSystem.IsWindows() ? StartedWith(id, data) : CommandLineOf(id).Contains(data, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception or WayClosedException)
        {
            return false;
        }
    }

    private static void End(int id, string data)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Kill(id, SigQuit);
            if (IsGoneWithin(QuitLimit))
            {
                return;
            }
        }

        if (OperatingSystem.IsWindows())
        {
            using var process = Process.GetProcessById(id);
            process.Kill(entireProcessTree: true);
        }
        else
        {
            _ = Kill(id, SigKill);
        }

        IsGoneWithin(QuitLimit);

        bool IsGoneWithin(TimeSpan limit)
        {
            var waited = Stopwatch.StartNew();
            while (WorksIn(id, data))
            {
                if (waited.Elapsed > limit)
                {
                    return false;
                }

                Thread.Sleep(5);
            }

            return true;
        }
    }

    private static int? ReadPid(string file)
    {
        try
        {
            return int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var id) && id > 1 ? id : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? LinkOf(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A path below the temporary folder as the system shows it: that folder itself may be a link, nothing below it may.</summary>
    public static string RealPath(string data)
    {
        var temp = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        var real = new DirectoryInfo(temp).ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        return real is null ? data : Path.Combine(real, Path.GetRelativePath(temp, data));
    }

    private static string CommandLineOf(int id) =>
        Command.RunAsync("ps", ["-o", "command=", "-p", id.ToString(CultureInfo.InvariantCulture)], "/", TimeSpan.FromSeconds(5), CancellationToken.None)
            .GetAwaiter().GetResult();

    // The third line of the file is the server's start, in seconds since 1970.
    private static bool StartedWith(int id, string data)
    {
        using var process = Process.GetProcessById(id);
        var start = File.ReadLines(Path.Combine(data, PidFile)).ElementAtOrDefault(2);
        return process.ProcessName == "postgres" && long.TryParse(start, CultureInfo.InvariantCulture, out var seconds)
            && (process.StartTime.ToUniversalTime() - DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime).Duration() < TimeSpan.FromSeconds(10);
    }

    /// <summary>Sends a signal; 0 for success.</summary>
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Kill(int id, int signal);
}
