using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace AkkaOrm.Servers;

/// <summary>Stops what still runs when the process ends by itself, by Ctrl-C or by a signal.</summary>
internal static class ExitWatch
{
    private static readonly ConcurrentDictionary<Entry, byte> Running = new();

    // Held for the life of the process: a registration ends when it is collected.
    private static readonly PosixSignalRegistration[] Signals = Register();

    /// <summary>Calls <paramref name="stop"/> at the end of the process unless the result was disposed before.</summary>
    public static IDisposable Add(Action stop)
    {
        GC.KeepAlive(Signals);
        var entry = new Entry(stop);
        Running[entry] = 0;
        return entry;
    }

    private static PosixSignalRegistration[] Register()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAll();

        // A signal that nobody cancels ends the process without ProcessExit.
        PosixSignal[] ending = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP];
        return [.. ending.Select(s => PosixSignalRegistration.Create(s, OnSignal))];
    }

    private static void OnSignal(PosixSignalContext context)
    {
        // Handlers run newest first. When a later one has taken the signal, the process ends in order and ProcessExit follows.
        if (!context.Cancel)
        {
            StopAll();
        }
    }

    private static void StopAll()
    {
        Parallel.ForEach(Running.Keys, entry =>
        {
            try
            {
                entry.Stop();
            }
            catch (Exception e)
            {
                Console.Error.WriteLine($"AkkaOrm.EphemeralPostgres: a server could not be stopped at the end of the process: {e.Message}");
            }
        });
    }

    private sealed class Entry(Action stop) : IDisposable
    {
        public void Stop() => stop();

        public void Dispose() => Running.TryRemove(this, out _);
    }
}
