using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>What a session has been told and not yet written.</summary>
internal sealed class UnitOfWork : IStagedRows
{
    // Shared by all who have staged nothing, as most sessions most of the time: it is never changed.
    private static readonly UnitState Nothing = new();

    private UnitState _state = Nothing;

    // Somebody may come back to it: it is copied before it is changed.
    private bool _isMarked = true;

    public UnitOfWork(Model model, IdentityMap map)
    {
        (Model, Map) = (model, map);
        map.Staged = this;
    }

    public Model Model { get; }
    public IdentityMap Map { get; }

    /// <summary>Nothing is staged. What is staged may still come to nothing to write: <see cref="ToWrite"/> tells.</summary>
    public bool IsEmpty => _state.IsEmpty;

    /// <summary>Takes a change in, merged into what is staged for the row.</summary>
    /// <exception cref="AkkaOrmException">It was refused: the unit is as before it.</exception>
    public void Stage(Change change) => Stage([change]);

    /// <summary>Takes changes in, all or none.</summary>
    /// <inheritdoc cref="Stage(Change)"/>
    public void Stage(IReadOnlyList<Change> changes)
    {
        var state = Changeable();
        var rows = new StagedRows(Map, state);
        try
        {
            for (var i = 0; i < changes.Count; i++) new ChangeMerge(rows, changes[i]).Apply();
        }
        catch
        {
            state.Undo();
            throw;
        }
        state.Keep();
    }

    /// <summary>The net rows and links to write.</summary>
    /// <exception cref="AkkaOrmException">A row refers to what is not there, or lacks what it needs; the unit stays as it is.</exception>
    public StagedUnit ToWrite() => new UnitWriter(_state).Write();

    /// <summary>The state now, to come back to.</summary>
    public object Mark()
    {
        _isMarked = true;
        return _state;
    }

    public void Return(object mark) => (_state, _isMarked) = ((UnitState)mark, true);

    /// <summary>The database holds it: keys, versions and snapshots move now, and the unit is empty.</summary>
    /// <returns>The rows that were staged, as the database has them, in the order they were staged.</returns>
    public ImmutableArray<WrittenRow> Accept(FlushPlan plan, PlanResult result, IEntityMaker maker)
    {
        var accepted = _state;
        Clear();
        return new UnitAcceptance(Map, accepted, maker).Accept(plan, result);
    }

    /// <summary>Forgets what is staged.</summary>
    public void Clear() => (_state, _isMarked) = (Nothing, true);

    /// <summary>Forgets the row, and what is staged for it.</summary>
    public void Detach(EntityKey key)
    {
        if (_state.Row(KeyRef.To(key)) is { } row)
        {
            var state = Changeable();
            state.Drop(row);
            state.Keep();
        }
        Map.Forget(key);
    }

    private UnitState Changeable()
    {
        if (_isMarked) (_state, _isMarked) = (_state.Copy(), false);
        return _state;
    }

    bool IStagedRows.IsStaged(EntityKey key) => _state.Row(KeyRef.To(key)) is not null;

    bool IStagedRows.IsDeleted(EntityKey key) => _state.Row(KeyRef.To(key)) is { IsGone: true };

    EntityRow? IStagedRows.Overlay(EntityKey key) => _state.Row(KeyRef.To(key)) is { IsGone: false } row ? row.Overlay : null;
}

/// <summary>A row after it was written.</summary>
/// <param name="Entity">The value as stored, relations as they were given with their stored values; null for a deleted row.</param>
/// <param name="Order">Its place among the rows that were staged.</param>
internal sealed record WrittenRow(RowAction Action, EntityKey Key, Guid TemporaryKey, object? Entity, int Order);
