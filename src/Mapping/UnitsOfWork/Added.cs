namespace AkkaOrm;

/// <summary>Stands for a new entity until it has a key, and finds it after: <c>committed.Of(added)</c>. A value: equal by its temporary key, also after a journey.</summary>
public abstract class Added : IEquatable<Added>
{
    private protected Added(object entity, Guid temporaryKey) => (Entity, TemporaryKey) = (entity, temporaryKey);

    internal object Entity { get; }

    /// <summary>The name of the new row until the database has given it a key.</summary>
    public Guid TemporaryKey { get; }

    /// <summary>The same new row.</summary>
    public bool Equals(Added? other) => other is not null && TemporaryKey == other.TemporaryKey;

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as Added);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => TemporaryKey.GetHashCode();
}

/// <inheritdoc/>
/// <typeparam name="T">The new entity's class.</typeparam>
public sealed class Added<T> : Added where T : class
{
    internal Added(T entity, Guid temporaryKey) : base(entity, temporaryKey) { }

    /// <summary>What was given to Add.</summary>
    public T Value => (T)Entity;

    /// <summary>For a relation to it: <c>Destination = norway.Key</c>.</summary>
    public RelatedKey Key => new(TemporaryKey, typeof(T));

    /// <summary><c>new Traveler</c>.</summary>
    public override string ToString() => $"new {typeof(T).Name}";
}
