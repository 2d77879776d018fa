using Akka.Actor;

namespace AkkaOrm.Connections;

/// <summary>One timer of an actor for whatever comes first, on the clock of <see cref="Environment.TickCount64"/>.</summary>
/// <remarks>One that rings too early costs nothing: its owner looks and sets the next. Most requests end long before their
/// deadline and need no timer of their own; setting one for each nearly doubles the cost of a message.</remarks>
internal sealed class DueTimer(ITimerScheduler timers)
{
    private long _armed = long.MaxValue;

    public static long Now => Environment.TickCount64;

    /// <summary>Rings at <paramref name="due"/> or before; <see cref="long.MaxValue"/> is never.</summary>
    public void RingBy(long due)
    {
        if (due >= _armed) return;
        _armed = due;
        timers.StartSingleTimer(Ring.Instance, Ring.Instance, TimeSpan.FromMilliseconds(Math.Clamp(due - Now, 1, int.MaxValue)));
    }

    /// <summary>It rang: call this first on <see cref="Ring"/>.</summary>
    public void Rang() => _armed = long.MaxValue;

    /// <summary>The message.</summary>
    internal sealed class Ring : INotInfluenceReceiveTimeout, INoSerializationVerificationNeeded
    {
        public static readonly Ring Instance = new();
    }
}
