namespace AkkaOrm.Connections;

/// <summary>When the next attempt to connect may be made: exponential, with a random part left out ("full jitter" of the upper half). Pure: time and chance are told.</summary>
internal sealed class Backoff(TimeSpan min, TimeSpan max)
{
    private int _failures;

    /// <summary>From this time on; 0 when nothing has failed.</summary>
    public long NextAttempt { get; private set; }

    public bool HasFailed => _failures > 0;

    /// <param name="chance">From 0 to 1.</param>
    public void Failed(long now, double chance)
    {
        var longest = Math.Min(max.TotalMilliseconds, min.TotalMilliseconds * Math.Pow(2, Math.Min(_failures, 30)));
        _failures++;
        NextAttempt = now + (long)(longest * (0.5 + chance / 2));
    }

    public void Succeeded()
    {
        _failures = 0;
        NextAttempt = 0;
    }
}
