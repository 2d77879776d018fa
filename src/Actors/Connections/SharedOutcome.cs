using AkkaOrm.Compilation;

namespace AkkaOrm.Connections;

/// <summary>How reads that were sent together ended: for each asker a result or a failure.</summary>
internal sealed class SharedOutcome(int askers)
{
    private readonly PlanResult?[] _results = new PlanResult?[askers];
    private PlanOutcome?[]? _failures;
    private bool _isOpen;

    /// <summary>How long the one round trip took; null when there was more than one, or it failed.</summary>
    public double? Milliseconds { get; set; }

    public PlanResult? ResultOf(int asker) => _results[asker];

    public PlanOutcome? FailureOf(int asker) => _failures?[asker];

    /// <summary>The results of some, to be filled.</summary>
    public Span<PlanResult> Results(int from, int count) => _results.AsSpan(from, count)!;

    /// <summary>Everyone has a result.</summary>
    public bool IsWhole => _failures is null && !_isOpen;

    public bool IsConnectionLost { get; private set; }

    public void Fail(int from, int count, PlanOutcome failure)
    {
        (_failures ??= new PlanOutcome?[_results.Length]).AsSpan(from, count).Fill(failure);
        IsConnectionLost |= failure.Fault!.IsConnectionLost;
    }

    /// <summary>Some have neither: another's answer made the connection useless before theirs was there.</summary>
    public void LeaveOpen() => _isOpen = true;

    public void Finish(PlanOutcome outcome)
    {
        if (outcome.Result is { } result) _results.AsSpan().Fill(result);
        else Fail(0, _results.Length, outcome);
    }
}
