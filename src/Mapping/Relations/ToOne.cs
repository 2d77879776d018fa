using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using AkkaOrm.Relations;

namespace AkkaOrm;

/// <summary>At most one related entity, or not loaded. The protocol is <see cref="Nullable{T}"/>'s, with one state more.</summary>
/// <remarks>
/// <c>default</c> is <em>not loaded</em>: saving leaves the relation as it is. null is a loaded state: saving makes it so.
/// Equality, hash and <see cref="ToString"/> go by load state and key, never through the graph; entities without a key yet are equal only to themselves.
/// </remarks>
/// <typeparam name="T">The related entity: <c>Country?</c> where the relation is optional, <c>Country</c> where it is required.</typeparam>
[DataContract]
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(RelationJsonConverter))]
public readonly struct ToOne<T> : IToOne<T>, IEquatable<ToOne<T>>, IToOneState where T : class?
{
    private readonly object? _state;    // null or RelationInfo: not loaded · RelationState.None · KeyState: only the key is known · T: loaded
    private readonly object? _owner;    // key of the owner, the identity map's own object; null outside a session

    private ToOne(object? state, object? owner = null) => (_state, _owner) = (state, owner);

    /// <summary>True when the related entity, or that there is none, is known.</summary>
    public bool IsLoaded => _state is T || IsNone;

    /// <summary>True when loaded and there is a related entity.</summary>
    /// <exception cref="NotLoadedException">Nobody asked for this relation.</exception>
    public bool HasValue => ValueOrNull is not null;

    /// <summary>The related entity. In a query null flows through it, as in SQL; in memory an empty relation throws.</summary>
    /// <exception cref="NotLoadedException">Nobody asked for this relation.</exception>
    /// <exception cref="NoResultException">Loaded, and there is no related entity.</exception>
    [NotNull]
    public T Value => ValueOrNull ?? throw new NoResultException($"the relation to {typeof(T).Name} is loaded and empty.");

    /// <summary>The related entity, or null when there is none.</summary>
    /// <exception cref="NotLoadedException">Nobody asked for this relation.</exception>
    [MaybeNull]
    public T ValueOrNull => _state switch
    {
        T value => value,
        RelationInfo relation => throw new NotLoadedException(relation, _owner),
        _ when IsNone => default,
        _ => throw new NotLoadedException(typeof(T)),
    };

    bool IToOneState.IsSet => _state is not null and not RelationInfo;

    bool IToOneState.IsNone => IsNone;

    object? IToOneState.Target => _state as T;

    object? IToOneState.Key => (_state as KeyState)?.Key;

    Type? IToOneState.TemporaryEntity => _state is KeyState { IsTemporary: true } ? typeof(T) : null;

    private bool IsNone => ReferenceEquals(_state, RelationState.None);

    // What Akka's default serializer (Newtonsoft) and DataContractSerializer carry, so that entities can stand in users' own messages.
    [DataMember(Name = "value", EmitDefaultValue = false)]
    private T? CarriedValue
    {
        get => _state as T;
        init => _state = value ?? _state;
    }

    [DataMember(Name = "none", EmitDefaultValue = false)]
    private bool CarriedNone
    {
        get => IsNone;
        init => _state = value ? RelationState.None : _state;
    }

    [DataMember(Name = "key", EmitDefaultValue = false)]
    private object? CarriedKey
    {
        get => _state as KeyState;
        init => _state = value as KeyState ?? _state;
    }

    /// <summary>Loaded with this entity; null means that there is none.</summary>
    public static implicit operator ToOne<T>(T value) => new(value ?? RelationState.None);      // T, not T?: null warns where the relation is required

    /// <summary>The entity of this key, without loading it.</summary>
    /// <exception cref="ArgumentException">The key is of a new entity of another class.</exception>
    public static implicit operator ToOne<T>(RelatedKey key)
    {
        if (key.Value is null) throw new ArgumentException($"no key was given for a relation to {typeof(T).Name}; write ToOne.ByKey(…), or null for none", nameof(key));
        if (key.TemporaryEntity is { } entity && !entity.IsAssignableTo(typeof(T)))
            throw new ArgumentException($"the key of a new {entity.Name} was given for a relation to {typeof(T).Name}", nameof(key));
        return new(KeyState.Of(key.Value, key.IsTemporary));
    }

    /// <summary>Same load state and same key.</summary>
    public static bool operator ==(ToOne<T> left, ToOne<T> right) => left.Equals(right);

    /// <summary>Another load state or another key.</summary>
    public static bool operator !=(ToOne<T> left, ToOne<T> right) => !left.Equals(right);

    /// <summary>Same load state and same key.</summary>
    public bool Equals(ToOne<T> other) => (_state, other._state) switch
    {
        (null or RelationInfo, null or RelationInfo) => true,
        (T mine, T theirs) => RelationState.SameEntity(mine, theirs),
        (KeyState mine, KeyState theirs) => mine.Equals(theirs),
        var (mine, theirs) => ReferenceEquals(mine, theirs),
    };

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ToOne<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _state switch
    {
        null or RelationInfo => 0,
        T value => RelationState.HashOf(value),
        KeyState key => key.GetHashCode(),
        _ => 1,
    };

    /// <summary><c>Country#3</c>, <c>(none)</c>, <c>(not loaded)</c> or <c>Country#3 (not loaded)</c>.</summary>
    public override string ToString() => _state switch
    {
        null or RelationInfo => "(not loaded)",
        T value => RelationState.NameOf(value),
        KeyState { IsTemporary: true } => $"new {typeof(T).Name} (not loaded)",
        KeyState key => FormattableString.Invariant($"{typeof(T).Name}#{key.Key} (not loaded)"),
        _ => "(none)",
    };

    /// <summary>The key of the value that the relation is of; null where nobody told.</summary>
    internal object? Owner => _owner;

    internal static ToOne<T> NotLoaded(RelationInfo relation, object? ownerKey) => new(relation, ownerKey);

    internal static ToOne<T> Loaded(T? value, RelationInfo relation, object? ownerKey) => new(value ?? RelationState.None, ownerKey);
}

/// <summary>Makes relations to one entity.</summary>
public static class ToOne
{
    /// <summary>Stands for the entity of this key, without loading it: <c>x with { Buyer = ToOne.ByKey(578) }</c>.</summary>
    /// <param name="key">A key of the related entity's key type; a tuple where it is composite.</param>
    public static RelatedKey ByKey(object key) => new(key, newEntity: null);
}
