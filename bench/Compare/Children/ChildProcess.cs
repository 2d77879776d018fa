using System.Diagnostics;
using System.Text.Json;
using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Children;

/// <summary>This program once more, for one piece of work: <c>child TYPE PEER [quick]</c>.</summary>
internal static class ChildProcess
{
    public const string Command = "child";
    private const string QuickWord = "quick";

    /// <summary>Carries the connection string, so that its password is in no list of processes.</summary>
    private const string Connection = "AKKAORM_COMPARE_CONNECTION";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <exception cref="InvalidOperationException">It ended without a report, or not within five minutes.</exception>
    public static async Task<ChildEnd> RunAsync(ChildCase @case, string peer, Arena arena)
    {
        using var process = new Process { StartInfo = StartInfo(@case, peer, arena) };
        using var limit = new CancellationTokenSource(Patience);
        var started = Stopwatch.GetTimestamp();
        process.Start();
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(limit.Token).ConfigureAwait(false);
            var took = Stopwatch.GetElapsedTime(started);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return line is not null && process.ExitCode == 0
                ? new ChildEnd(JsonSerializer.Deserialize<ChildReport>(line)!, took)
                : throw new InvalidOperationException($"the process of {peer} ended with code {process.ExitCode}: {(await errors.ConfigureAwait(false)).Trim()}");
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"the process of {peer} did not end within {Patience.TotalMinutes:0} minutes");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>What the child does with its command line.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WorkAsync(string[] args)
    {
        if (args is not [Command, var type, var peer, .. var rest] || Environment.GetEnvironmentVariable(Connection) is not { } connection) return 2;
        var @case = (ChildCase)Activator.CreateInstance(typeof(ChildProcess).Assembly.GetType(type, throwOnError: true)!)!;
        var report = await @case.WorkAsync(peer, connection, rest is [QuickWord]).ConfigureAwait(false);
        Console.WriteLine(JsonSerializer.Serialize(report));
        return 0;
    }

    private static ProcessStartInfo StartInfo(ChildCase @case, string peer, Arena arena)
    {
        var self = Environment.ProcessPath!;
        var start = new ProcessStartInfo(self) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Started as "dotnet Compare.dll", or by its own executable.
        if (Path.GetFileNameWithoutExtension(self) == "dotnet") start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        start.ArgumentList.Add(Command);
        start.ArgumentList.Add(@case.GetType().FullName!);
        start.ArgumentList.Add(peer);
        if (arena.Quick) start.ArgumentList.Add(QuickWord);
        start.Environment[Connection] = arena.ConnectionString;
        return start;
    }
}
