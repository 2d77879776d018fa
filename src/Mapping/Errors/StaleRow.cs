namespace AkkaOrm;

/// <summary>A row that is no longer as it was when it was read.</summary>
/// <param name="Entity">The mapped class.</param>
/// <param name="Key">Its key; a tuple where the key is composite.</param>
/// <param name="Gone">True when the row does not exist any more, false when it was changed.</param>
public sealed record StaleRow(Type Entity, object Key, bool Gone);
