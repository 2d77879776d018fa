namespace AkkaOrm.Tracking;

/// <summary>What a unit of work has staged, as the identity map asks for it.</summary>
internal interface IStagedRows
{
    /// <summary>Nothing is staged for any row.</summary>
    bool IsEmpty { get; }

    /// <summary>Something is staged for the row: it keeps its snapshot and its place.</summary>
    bool IsStaged(EntityKey key);

    bool IsDeleted(EntityKey key);

    /// <summary>The row with its staged columns; null when none is staged for it.</summary>
    EntityRow? Overlay(EntityKey key);
}
