using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using AkkaOrm.Relations;

namespace AkkaOrm;

/// <summary>A column that is read only when a query or LoadAsync names it; it has the manners of <see cref="ToOne{T}"/>.</summary>
/// <remarks><c>default</c> is <em>not loaded</em>: saving leaves the column as it is.</remarks>
/// <typeparam name="T">The column's type.</typeparam>
[DataContract]
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(RelationJsonConverter))]
public readonly struct Deferred<T> : IRelation, IEquatable<Deferred<T>>, IDeferredState
{
    private static readonly object IsThere = new();

    private readonly T? _value;
    private readonly object? _state;    // null or RelationInfo: not loaded · IsThere
    private readonly object? _owner;    // key of the owner, the identity map's own object; null outside a session

    private Deferred(T? value, object? state, object? owner) => (_value, _state, _owner) = (value, state, owner);

    /// <summary>True when the column was read or given.</summary>
    public bool IsLoaded => ReferenceEquals(_state, IsThere);

    /// <summary>The column's value.</summary>
    /// <exception cref="NotLoadedException">Nobody asked for this column.</exception>
    public T Value => IsLoaded ? _value! : throw (_state is RelationInfo column ? new NotLoadedException(column, _owner) : new NotLoadedException(typeof(T)));

    object? IDeferredState.Value => _value;

    [DataMember(Name = "value", EmitDefaultValue = false)]
    private T? CarriedValue
    {
        get => _value;
        init => _value = value;
    }

    [DataMember(Name = "loaded", EmitDefaultValue = false)]
    private bool CarriedLoaded
    {
        get => IsLoaded;
        init => _state = value ? IsThere : null;
    }

    /// <summary>Loaded with this value.</summary>
    public static implicit operator Deferred<T>(T value) => new(value, IsThere, null);

    /// <summary>Same load state and equal values.</summary>
    public static bool operator ==(Deferred<T> left, Deferred<T> right) => left.Equals(right);

    /// <summary>Another load state or another value.</summary>
    public static bool operator !=(Deferred<T> left, Deferred<T> right) => !left.Equals(right);

    /// <summary>Same load state and equal values.</summary>
    public bool Equals(Deferred<T> other) => IsLoaded == other.IsLoaded && EqualityComparer<T>.Default.Equals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Deferred<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => IsLoaded ? _value?.GetHashCode() ?? 1 : 0;

    /// <summary><c>(loaded)</c> or <c>(not loaded)</c>: such columns are too big, or too private, to print.</summary>
    public override string ToString() => IsLoaded ? "(loaded)" : "(not loaded)";

    internal static Deferred<T> NotLoaded(RelationInfo column, object? ownerKey) => new(default, column, ownerKey);
}
