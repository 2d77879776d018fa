namespace AkkaOrm.Tracking;

/// <summary>What a session knows of rows: by key the snapshot it was last read or written as, and the states it handed out before.</summary>
/// <param name="maxTracked">Untouched entries beyond this many leave, least recently used first; entries with staged changes stay.</param>
internal sealed class IdentityMap(int maxTracked)
{
    public int MaxTracked { get; } = maxTracked;

    /// <summary>A row was read. It replaces the snapshot unless the row has staged changes.</summary>
    /// <returns>The row to show: the one given, or the staged state.</returns>
    public EntityRow Seen(EntityKey key, in EntityRow row) => throw new NotImplementedException();

    /// <summary>The state to show for a key: staged, else the snapshot; null when it is not tracked.</summary>
    public EntityRow? Find(EntityKey key) => throw new NotImplementedException();

    /// <summary>A delete of it is staged.</summary>
    public bool IsDeleted(EntityKey key) => throw new NotImplementedException();

    /// <summary>A whole collection was loaded: what a later value of it is compared with.</summary>
    public void SetMembers(EntityKey owner, Models.Relation relation, System.Collections.Immutable.ImmutableArray<EntityKey> members) => throw new NotImplementedException();
}
