namespace AkkaOrm;

/// <summary>A value cannot be stored in its column, seen before anything was sent: null where none may be, a text with U+0000, a time of the wrong kind, a key of the wrong type. The value itself is not in the text.</summary>
/// <param name="entity">Name of the class.</param>
/// <param name="property">Name of the property.</param>
/// <param name="reason">What is wrong with the value, without the value.</param>
/// <param name="inner">The cause, if another exception was.</param>
public sealed class InvalidValueException(string entity, string property, string reason, Exception? inner = null)
    : AkkaOrmException($"{entity}.{property} cannot be stored: {reason}.", inner)
{
    /// <inheritdoc/>
    public override string Code => "AKO-invalid-value";

    /// <summary>Name of the class.</summary>
    public string Entity { get; } = entity;

    /// <summary>Name of the property.</summary>
    public string Property { get; } = property;

    /// <summary>What is wrong with the value, without the value.</summary>
    public string Reason { get; } = reason;

    private protected override string DefaultDetail => "nothing of this unit was sent";
}
