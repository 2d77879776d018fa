using System.Diagnostics;
using System.Globalization;

namespace AkkaOrm.Compare.Children;

/// <summary>What this process holds.</summary>
internal static class Memory
{
    /// <summary>The most bytes of real memory it ever held, all of the runtime included.</summary>
    public static long Peak()
    {
        if (!OperatingSystem.IsLinux())
        {
            using var self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64;
        }

        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>What is reachable on the managed heap.</summary>
    public static long Reachable()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
