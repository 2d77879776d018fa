namespace AkkaOrm.Relations;

/// <summary>What change detection reads of a <see cref="ToOne{T}"/> without knowing its type.</summary>
internal interface IToOneState
{
    /// <summary>Loaded, none, or given by key: "make it so". False means "leave it".</summary>
    bool IsSet { get; }

    bool IsLoaded { get; }

    bool IsNone { get; }

    /// <summary>The related entity where one is loaded.</summary>
    object? Target { get; }

    /// <summary>The key where only a key is known; a Guid where it is temporary.</summary>
    object? Key { get; }

    /// <summary>The class of the new entity whose temporary key <see cref="Key"/> is; null for a key of the database.</summary>
    Type? TemporaryEntity { get; }
}

/// <summary>What change detection reads of a <see cref="ToMany{T}"/> without knowing its type.</summary>
internal interface IToManyState
{
    bool IsLoaded { get; }

    /// <summary>Only some of the related rows were read: what is missing from <see cref="Items"/> is not known to be gone.</summary>
    bool IsPartial { get; }

    /// <summary>Null when not loaded.</summary>
    IReadOnlyList<object>? Items { get; }

    /// <summary>Entities put in since the collection was read, where <see cref="Items"/> does not tell: not loaded, or partial.</summary>
    IReadOnlyList<object> Added { get; }

    /// <summary>Entities taken out since the collection was read, where <see cref="Items"/> does not tell: not loaded, or partial.</summary>
    IReadOnlyList<object> Removed { get; }
}

/// <summary>What change detection reads of a <see cref="Deferred{T}"/> without knowing its type.</summary>
internal interface IDeferredState
{
    bool IsLoaded { get; }

    /// <summary>The column's value; null when not loaded.</summary>
    object? Value { get; }
}
