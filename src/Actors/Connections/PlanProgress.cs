using AkkaOrm.Protocols;

namespace AkkaOrm.Connections;

/// <summary>How far a running plan has come. Written by the task that runs it, asked by the actor that may want to stop it.</summary>
/// <remarks>COMMIT and cancel exclude each other: whichever comes first keeps the other out.</remarks>
internal sealed class PlanProgress
{
    private const int Open = 0, Committing = 1, Cancelled = 2;
    private int _state;
    private volatile PlanPhase _phase;

    public PlanPhase Phase { get => _phase; set => _phase = value; }

    public bool IsCancelled => Volatile.Read(ref _state) == Cancelled;

    public bool IsCommitting => Volatile.Read(ref _state) == Committing;

    /// <summary>False when it was cancelled before: the batch with COMMIT must not be sent.</summary>
    public bool TryEnterCommit() => Interlocked.CompareExchange(ref _state, Committing, Open) == Open;

    /// <summary>A COMMIT that is over, of a lease that goes on.</summary>
    public void LeaveCommit() => Interlocked.CompareExchange(ref _state, Open, Committing);

    /// <summary>False when COMMIT is on its way: it must be left to finish.</summary>
    public bool TryCancel() => Interlocked.CompareExchange(ref _state, Cancelled, Open) != Committing;
}
