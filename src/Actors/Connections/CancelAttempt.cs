namespace AkkaOrm.Connections;

/// <summary>One statement being stopped: over when the statement has ended and no cancel is on its way, which could hit the next.</summary>
internal sealed class CancelAttempt(long graceEnds)
{
    private const long RepeatAfter = 100;
    private bool _isUnderWay;

    /// <summary>From then on the server will not confirm any more.</summary>
    public long GraceEnds => graceEnds;

    public PlanOutcome? Outcome { get; set; }

    public bool IsOver => Outcome is not null && !_isUnderWay;

    /// <summary>A cancel can come between two batches, where there is nothing to stop: it is repeated until the plan has ended.</summary>
    public bool IsRepeatDue => Outcome is null && !_isUnderWay;

    public void Sent() => _isUnderWay = true;

    public void Delivered() => _isUnderWay = false;

    public long NextLook(long now) => Math.Min(graceEnds, now + RepeatAfter);
}
