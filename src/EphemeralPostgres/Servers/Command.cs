using System.ComponentModel;
using System.Diagnostics;

namespace AkkaOrm.Servers;

/// <summary>Runs a short program to its end.</summary>
internal static class Command
{
    /// <summary>A daemon the program left behind may hold its output open; what it said is there long before.</summary>
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(1);

    /// <summary>What the program printed.</summary>
    /// <exception cref="WayClosedException">It could not start, failed, or took longer than <paramref name="limit"/>.</exception>
    public static async Task<string> RunAsync(string program, string[] arguments, string folder, TimeSpan limit, CancellationToken ct)
    {
        var name = Path.GetFileNameWithoutExtension(arguments.FirstOrDefault(a => a.StartsWith('/')) is { } inner && program.StartsWith('/') ? inner : program);
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        Process process;
        try
        {
            process = Process.Start(info) ?? throw new WayClosedException($"{name} did not start");
        }
        catch (Win32Exception e)
        {
            throw new WayClosedException($"{name} could not be started ({e.Message})", e);
        }

        using (process)
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
            deadline.CancelAfter(limit);
            try
            {
                await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                ct.ThrowIfCancellationRequested();
                throw new WayClosedException($"{name} did not end within {limit.TotalSeconds:0} s");
            }

            await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(OutputGrace, CancellationToken.None)).ConfigureAwait(false);
            var said = output.IsCompletedSuccessfully ? output.Result : "";
            var complained = errors.IsCompletedSuccessfully ? errors.Result : "";
            return process.ExitCode == 0 ? said : throw new WayClosedException($"{name} ended with code {process.ExitCode}: {Brief(complained, said)}");
        }
    }

    private static string Brief(params string[] texts) => string.Join(" / ",
        texts.SelectMany(t => t.Split('\n')).Select(l => l.Trim()).Where(l => l.Length > 0).TakeLast(3)) is { Length: > 0 } text ? text : "it said nothing";
}
