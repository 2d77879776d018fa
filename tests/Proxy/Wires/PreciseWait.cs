using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AkkaOrm.Wires;

/// <summary>Waits until a socket has something to read, or a moment has come, to some microseconds.</summary>
/// <remarks>
/// On Linux <c>ppoll</c> takes nanoseconds, and the kernel adds up to the thread's timer slack, 50 µs unless it is set. A
/// processor that slept takes its time to wake as well: how much, each thread learns, sleeps so much shorter, and asks
/// without sleeping for the rest, at most <see cref="MostAwake"/>.
/// Elsewhere the framework's poll rounds what is left below a millisecond to nothing: precise too, and the wait uses a processor.
/// </remarks>
internal static class PreciseWait
{
    private const int SetTimerSlack = 29;
    private const short ReadEvent = 1;
    private const int NoSocket = -1;
    private const int Weight = 8;

    private static readonly long MostAwake = Stopwatch.Frequency / 10_000;

    [ThreadStatic] private static long s_wakes;

    /// <summary>Once on each thread that waits.</summary>
    public static void PrepareThread()
    {
        if (OperatingSystem.IsLinux()) _ = Linux.Control(SetTimerSlack, 1, 0, 0, 0);
    }

    /// <summary>Returns when there is something to read, or when a moment has come, whichever is first.</summary>
    /// <param name="socket">Null: only the moment is waited for.</param>
    /// <param name="due">The moment (<see cref="Stopwatch.GetTimestamp"/>).</param>
    /// <returns>Whether there is something to read, the end among it.</returns>
    public static bool Readable(Socket? socket, long due)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (left <= TimeSpan.Zero) return false;
        if (OperatingSystem.IsLinux()) return OnLinux(socket, due);
        if (socket is not null) return socket.Poll(left, SelectMode.SelectRead);
        if (left.TotalMilliseconds >= 2) Thread.Sleep(left - TimeSpan.FromMilliseconds(1));
        else Thread.SpinWait(20);
        return false;
    }

    private static bool OnLinux(Socket? socket, long due)
    {
        var held = false;
        try
        {
            socket?.SafeHandle.DangerousAddRef(ref held);
            var descriptor = socket is null ? NoSocket : (int)socket.SafeHandle.DangerousGetHandle();
            var early = due - s_wakes;
            if (Stopwatch.GetTimestamp() < early)
            {
                if (Polled(descriptor, early)) return true;
                s_wakes = Math.Clamp(s_wakes + (Stopwatch.GetTimestamp() - early - s_wakes) / Weight, 0, MostAwake);
            }
            while (Stopwatch.GetTimestamp() < due)
            {
                if (Polled(descriptor, 0)) return true;
            }
            return false;
        }
        finally
        {
            if (held) socket!.SafeHandle.DangerousRelease();
        }
    }

    private static bool Polled(int descriptor, long until)
    {
        var now = Stopwatch.GetTimestamp();
        var left = Stopwatch.GetElapsedTime(now, Math.Max(until, now));
        var poll = new Linux.PollEntry { Descriptor = descriptor, Events = ReadEvent };
        var limit = new Linux.TimeSpec { Seconds = (nint)(left.Ticks / TimeSpan.TicksPerSecond), Nanoseconds = (nint)(left.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick) };
        return Linux.Poll(ref poll, 1, ref limit, 0) > 0;
    }

    private static class Linux
    {
        [DllImport("libc", EntryPoint = "prctl")]
        public static extern int Control(int option, nuint value, nuint second, nuint third, nuint fourth);

        [DllImport("libc", EntryPoint = "ppoll")]
        public static extern int Poll(ref PollEntry entries, nuint count, ref TimeSpec limit, nint signals);

        [StructLayout(LayoutKind.Sequential)]
        public struct PollEntry
        {
            public int Descriptor;
            public short Events;
            public short Happened;
        }

        [StructLayout(LayoutKind.Sequential)]
        public struct TimeSpec
        {
            public nint Seconds;
            public nint Nanoseconds;
        }
    }
}
