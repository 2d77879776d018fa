using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AkkaOrm.Servers;

/// <summary>Tells a process from any other of its machine, also from a later one with the same id.</summary>
/// <param name="Id">The process id.</param>
/// <param name="Started">Ticks since the machine's start on Linux, else ticks of the clock (UTC).</param>
/// <param name="Scope">Machine and, on Linux, the namespace in which the id means something.</param>
internal sealed record ProcessMark(int Id, long Started, string Scope)
{
    /// <summary>The process has ended. False when that cannot be told from here.</summary>
    public bool IsGone => Scope == ScopeHere() && StartOf(Id) != Started;

    public static ProcessMark OfThisProcess() => new(Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0, ScopeHere());

    public static ProcessMark? Parse(string text) =>
        text.Split(' ', 3) is [var id, var started, var scope]
        && int.TryParse(id, CultureInfo.InvariantCulture, out var i) && long.TryParse(started, CultureInfo.InvariantCulture, out var s)
            ? new ProcessMark(i, s, scope.Trim()) : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id} {Started} {Scope}");

    private static string ScopeHere() => Environment.MachineName + (OperatingSystem.IsLinux()
        ? " " + File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name : "");

    private static long? StartOf(int id) => OperatingSystem.IsLinux() ? StartTicks(id) : StartOnClock(id);

    private static long? StartTicks(int id)
    {
        try
        {
            // The name in parentheses may hold anything; the numbers after it do not. A zombie has ended.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? StartOnClock(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
