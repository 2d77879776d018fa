namespace AkkaOrm;

/// <summary>A value cannot be stored in its column, seen before anything was sent: null where none may be, a text with U+0000, a time of the wrong kind, a key of the wrong type.</summary>
/// <param name="problem">Which property of which entity, and what is wrong with the value, without the value.</param>
/// <param name="inner">The cause, if another exception was.</param>
public sealed class InvalidValueException(string problem, Exception? inner = null) : AkkaOrmException(problem, inner)
{
    /// <inheritdoc/>
    public override string Code => "AKO-invalid-value";

    /// <summary>Name of the class; null where the value belongs to none.</summary>
    public string? Entity { get; init; }

    /// <summary>Name of the property; null for a key as a whole.</summary>
    public string? Property { get; init; }

    private protected override string DefaultDetail => "it was seen before anything was sent";

    /// <param name="entity">Name of the class.</param>
    /// <param name="property">Name of the property.</param>
    /// <param name="reason">What is wrong with the value, without the value.</param>
    /// <param name="inner">The cause, if another exception was.</param>
    internal static InvalidValueException Of(string entity, string property, string reason, Exception? inner = null) =>
        new($"{entity}.{property} cannot be stored: {reason}.", inner) { Entity = entity, Property = property };
}
