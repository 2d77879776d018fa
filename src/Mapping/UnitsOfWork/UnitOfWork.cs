using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>What a session has been told and not yet written. Its whole state is one immutable value, so a savepoint is a reference.</summary>
internal sealed class UnitOfWork(Model model, IdentityMap map)
{
    public Model Model { get; } = model;
    public IdentityMap Map { get; } = map;
    public bool IsEmpty => throw new NotImplementedException();

    /// <summary>Takes a change in, merged into what is staged for the row.</summary>
    /// <exception cref="AkkaOrmException">It was refused: the unit is as before it.</exception>
    public void Stage(Change change) => throw new NotImplementedException();

    /// <summary>The net rows and links to write.</summary>
    public StagedUnit ToWrite() => throw new NotImplementedException();

    /// <summary>The state now, to come back to.</summary>
    public object Mark() => throw new NotImplementedException();
    public void Return(object mark) => throw new NotImplementedException();

    /// <summary>The database holds it: keys, versions and snapshots move now, and the unit is empty.</summary>
    /// <returns>The rows as the database has them, for the answer.</returns>
    public ImmutableArray<WrittenRow> Accept(FlushPlan plan, PlanResult result) => throw new NotImplementedException();

    /// <summary>Forgets what is staged.</summary>
    public void Clear() => throw new NotImplementedException();
}

/// <summary>A row after it was written.</summary>
/// <param name="Entity">The value as stored, relations as they were given with their stored values; null for a deleted row.</param>
internal sealed record WrittenRow(RowAction Action, EntityKey Key, Guid TemporaryKey, object? Entity, int Order);
