namespace AkkaOrm;

/// <summary>A key that stands for an entity in a relation: <c>Buyer = ToOne.ByKey(578)</c>, or of a new entity <c>Destination = norway.Key</c>.</summary>
public readonly record struct RelatedKey
{
    /// <param name="value">The key; a tuple where it is composite.</param>
    /// <param name="newEntity">Given when the key is the temporary one of a new entity: that entity's class.</param>
    internal RelatedKey(object value, Type? newEntity)
    {
        ArgumentNullException.ThrowIfNull(value);
        (Value, TemporaryEntity) = (value, newEntity);
    }

    /// <summary>The key as given; for a new entity its temporary one.</summary>
    public object Value { get; }

    internal Type? TemporaryEntity { get; }

    internal bool IsTemporary => TemporaryEntity is not null;

    /// <summary>The key, and whose temporary key it is.</summary>
    public override string ToString() => IsTemporary ? $"new {TemporaryEntity!.Name}" : FormattableString.Invariant($"#{Value}");
}
