using System.Diagnostics;
using System.Runtime.InteropServices;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Reports;
using AkkaOrm.Compare.Runs;
using AkkaOrm.Testing;
using Spectre.Console;

namespace AkkaOrm.Compare.Commands;

/// <summary>A run from the start of its server to the files it leaves.</summary>
/// <param name="isWhole">Whether these are all cases at full size: only then are the kept figures replaced.</param>
internal sealed class WholeRun(IReadOnlyList<Case> cases, RunOptions options, string? connection, FileInfo? json, bool isWhole)
{
    private const int Interrupted = 130;
    private const int PlainWidth = 140;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = PlainWidth;
        try
        {
            var clock = Stopwatch.StartNew();
            var (results, machine) = await Displays.ShowAsync(display => MeasureAsync(display, ct)).ConfigureAwait(false);
            await ReportAsync(results, machine).ConfigureAwait(false);
            if (options.Quick && clock.Elapsed > TimeSpan.FromMinutes(1)) await TellSlowestAsync(results, clock.Elapsed).ConfigureAwait(false);
            foreach (var text in RatioLines.Of(results)) Console.WriteLine(text);
            return results.Any(r => r.Failure is not null) ? 1 : 0;
        }
        catch (EphemeralPostgresException noServer)
        {
            await Console.Error.WriteLineAsync(noServer.Message).ConfigureAwait(false);
            return 1;
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("interrupted; server and databases are gone").ConfigureAwait(false);
            return Interrupted;
        }
    }

    private async Task<(IReadOnlyList<CaseResult> Results, Machine Machine)> MeasureAsync(IProgressDisplay display, CancellationToken ct)
    {
        await using var server = await Server.StartAsync(connection, options.Quick, ct).ConfigureAwait(false);
        // These come after the server's own, so they are asked first: the run ends in order, and the server at its end.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
        var results = await new Run(server, options, display, result => Tables.Write(AnsiConsole.Console, result)).RunAsync(cases, ct).ConfigureAwait(false);
        return (results, Machine.Here(await server.VersionAsync().ConfigureAwait(false)));
    }

    private async Task ReportAsync(IReadOnlyList<CaseResult> results, Machine machine)
    {
        Console.WriteLine(machine);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        if (json is not null) await File.WriteAllTextAsync(json.FullName, JsonReport.Of(results, machine, options.Quick, today)).ConfigureAwait(false);
        if (!isWhole) return;
        if (results.Any(r => r.Failure is not null)) await Console.Error.WriteLineAsync("a case failed: bench/results and docs/performance.md stay as they were").ConfigureAwait(false);
        else if (ResultFiles.Find() is { } files) await files.WriteAsync(results, machine, today).ConfigureAwait(false);
        else await Console.Error.WriteLineAsync("not run from its solution: bench/results and docs/performance.md are not written; --json FILE writes the figures").ConfigureAwait(false);
    }

    private static Task TellSlowestAsync(IReadOnlyList<CaseResult> results, TimeSpan took)
    {
        var slowest = results.OrderByDescending(r => r.Took).Take(5).Select(r => $"{r.Name} {r.Took.TotalSeconds:0.0} s");
        return Console.Error.WriteLineAsync($"a quick run is to take less than 60 s, this one took {took.TotalSeconds:0} s; the slowest: {string.Join(", ", slowest)}");
    }
}
