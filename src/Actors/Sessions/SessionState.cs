using AkkaOrm.Tracking;
using AkkaOrm.UnitsOfWork;

namespace AkkaOrm.Sessions;

/// <summary>What a session knows: rows, what is staged, the transaction it holds. Touched by its actor only.</summary>
internal sealed class SessionState(Model model, int maxTracked, TimeSpan findFromMemory)
{
    private long _unitBegan = Environment.TickCount64;

    public Model Model { get; } = model;
    public IdentityMap Map => Unit.Map;
    public UnitOfWork Unit { get; } = new(model, new IdentityMap(maxTracked));
    public OpenTransaction? Transaction { get; set; }

    /// <summary>How the present unit is to be run.</summary>
    public UnitOptions Options { get; set; } = UnitOptions.Default;

    /// <summary>RunAsync's code has the session: what it runs is part of its unit.</summary>
    public bool IsRunningUnit { get; set; }

    /// <summary>A commit whose outcome is unknown: until Rollback nothing else is answered.</summary>
    public CommitInDoubtException? Doubt { get; set; }

    /// <summary>An answer from below is being taken in: a defect now leaves keys and snapshots half moved.</summary>
    public bool IsMoving { get; set; }

    /// <summary>What is taken in is committed.</summary>
    public bool HasCommitted { get; set; }

    /// <summary>What Find may answer without reading: rows read or written in the present unit, and what is staged.</summary>
    public EntityRow? Known(EntityKey key)
    {
        if (Unit.IsEmpty && Transaction is null && !IsRunningUnit && Environment.TickCount64 - _unitBegan >= findFromMemory.TotalMilliseconds) UnitEnded();
        return Map.IsCurrent(key) ? Map.Find(key) : null;
    }

    /// <summary>Rows known from before are read again from now on.</summary>
    public void UnitEnded()
    {
        _unitBegan = Environment.TickCount64;
        Map.BeginUnit();
    }

    /// <summary>The transaction is open.</summary>
    public void TransactionBegan(OpenTransaction transaction)
    {
        Transaction = transaction;
        Map.MarkTransaction();
    }

    /// <summary>What was read and written in it is true.</summary>
    public void TransactionCommitted()
    {
        if (Transaction is not null) Map.ReleaseTransaction(0);
    }

    /// <summary>What was read in it after its first write, and what it wrote, never was.</summary>
    public void TransactionRolledBack()
    {
        if (Transaction is not null) Map.RollbackTransaction(0);
    }
}
