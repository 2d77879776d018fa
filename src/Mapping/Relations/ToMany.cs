using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Contracts;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using AkkaOrm.Relations;

namespace AkkaOrm;

/// <summary>Many related entities, or not loaded. A value: every change gives a new one.</summary>
/// <remarks>
/// <c>default</c> is <em>not loaded</em>: saving leaves the relation as it is. <c>[]</c> and <c>[a, b]</c> are loaded states: saving makes it so.
/// Add and Remove on a collection that is not loaded are a difference, saved without reading it.
/// Equality, hash and <see cref="ToString"/> go by load state and keys in their order, never through the graph.
/// </remarks>
/// <typeparam name="T">The related entity.</typeparam>
[CollectionBuilder(typeof(ToMany), nameof(ToMany.Of))]
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(RelationJsonConverter))]
public readonly struct ToMany<T> : IToMany<T>, IReadOnlyList<T>, IEquatable<ToMany<T>>, IToManyState where T : class
{
    private readonly object? _state;    // null or RelationInfo: not loaded · Members<T>: loaded, or a difference to what was not
    private readonly object? _owner;    // key of the owner, the identity map's own object; null outside a session

    /// <summary>Not for use: <c>new ToMany&lt;T&gt; { a }</c> would lose <c>a</c>.</summary>
    [Obsolete("Write [a, b] or ToMany<T>.Empty; 'default' means not loaded.", error: true)]
    public ToMany() => (_state, _owner) = (null, null);

    /// <summary>For serializers; in code write <c>[.. entities]</c>.</summary>
    /// <remarks>A serializer that knows collections only by their items makes a whole of what was partial: send such values read-only, or send Changes.</remarks>
    /// <param name="entities">The whole collection.</param>
    public ToMany(IEnumerable<T> entities) : this(Members<T>.Whole([.. entities])) { }

    private ToMany(object? state, object? owner = null) => (_state, _owner) = (state, owner);

    /// <summary>Loaded and without entities; as <c>[]</c>.</summary>
    public static ToMany<T> Empty { get; } = new(Members<T>.Whole([]));

    /// <summary>True when the related entities, or some of them, are known.</summary>
    public bool IsLoaded => _state is Members<T> { Items: not null };

    /// <summary>True when an Include with a shape (a condition, a Take) read only some of the related entities.</summary>
    public bool IsPartial => _state is Members<T> { IsPartial: true };

    /// <summary>The number of entities loaded.</summary>
    /// <exception cref="NotLoadedException">Nobody asked for this relation.</exception>
    public int Count => Items.Length;

    /// <summary>The entity at this place of the order in which they were read.</summary>
    /// <exception cref="NotLoadedException">Nobody asked for this relation.</exception>
    public T this[int index] => Items[index];

    IReadOnlyList<object>? IToManyState.Items => IsLoaded ? ImmutableArray<object>.CastUp(Items) : null;

    IReadOnlyList<object> IToManyState.Added => ImmutableArray<object>.CastUp(Difference.Added);

    IReadOnlyList<object> IToManyState.Removed => ImmutableArray<object>.CastUp(Difference.Removed);

    private Members<T> Difference => _state as Members<T> ?? Members<T>.Unknown;

    private ImmutableArray<T> Items => _state switch
    {
        Members<T> { Items: { } items } => items,
        RelationInfo relation => throw new NotLoadedException(relation, _owner),
        Members<T> { Relation: { } relation } => throw new NotLoadedException(relation, _owner),
        _ => throw new NotLoadedException(typeof(T)),
    };

    /// <summary>With this entity at the end.</summary>
    [Pure]
    public ToMany<T> Add(T entity) => AddRange([entity]);

    /// <summary>With these entities at the end.</summary>
    [Pure]
    public ToMany<T> AddRange(IEnumerable<T> entities) => Changed(members => members.Add([.. entities]));

    /// <summary>Without this entity; the same when it is known not to be there. Found by key, or by reference while it has none.</summary>
    [Pure]
    public ToMany<T> Remove(T entity) => Changed(members => members.Remove(entity));

    /// <summary>With another value in the place of this one.</summary>
    /// <exception cref="ArgumentException">The collection is loaded and <paramref name="old"/> is not in it.</exception>
    [Pure]
    public ToMany<T> Replace(T old, T replacement) => Changed(members => members.Replace(old, replacement));

    /// <summary>Whether this entity is there, by key, or by reference while it has none.</summary>
    /// <exception cref="NotLoadedException">Nobody asked for this relation.</exception>
    [Pure]
    public bool Contains(T entity) => Members<T>.IndexOf(Items, entity) >= 0;

    /// <summary>Goes through the entities in the order they were read.</summary>
    /// <exception cref="NotLoadedException">Nobody asked for this relation.</exception>
    public ImmutableArray<T>.Enumerator GetEnumerator() => Items.GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)Items).GetEnumerator();

    /// <summary>Same load state and same keys.</summary>
    public static bool operator ==(ToMany<T> left, ToMany<T> right) => left.Equals(right);

    /// <summary>Another load state or other keys.</summary>
    public static bool operator !=(ToMany<T> left, ToMany<T> right) => !left.Equals(right);

    /// <summary>Same load state and same keys, in the same order; not loaded, the same difference.</summary>
    public bool Equals(ToMany<T> other) => Difference.SameAs(other.Difference);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ToMany<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Difference.Hash();

    /// <summary><c>[Trip#1, Trip#2]</c>, <c>(not loaded)</c>, or with its difference <c>(not loaded) + Trip#3 - Trip#1</c>.</summary>
    public override string ToString() => Difference.ToString();

    internal static ToMany<T> Whole(ImmutableArray<T> items) => new(Members<T>.Whole(items));

    /// <summary>The key of the value that the relation is of; null where nobody told.</summary>
    internal object? Owner => _owner;

    internal static ToMany<T> NotLoaded(RelationInfo relation, object? ownerKey) => new(relation, ownerKey);

    internal static ToMany<T> Loaded(ImmutableArray<T> items, bool partial, RelationInfo relation, object? ownerKey) => new(Members<T>.Read(items, partial, relation), ownerKey);

    private ToMany<T> Changed(Func<Members<T>, Members<T>> change)
    {
        var before = _state switch
        {
            Members<T> members => members,
            RelationInfo relation => Members<T>.Unread(relation),
            _ => Members<T>.Unknown,
        };
        var after = change(before);
        return ReferenceEquals(before, after) ? this : new(after, _owner);
    }
}

/// <summary>Makes relations to many entities.</summary>
public static class ToMany
{
    /// <summary>What <c>[a, b]</c> calls: a loaded, whole collection.</summary>
    /// <param name="entities">The entities, in their order.</param>
    public static ToMany<T> Of<T>(params ReadOnlySpan<T> entities) where T : class => entities.IsEmpty ? ToMany<T>.Empty : ToMany<T>.Whole(ImmutableArray.Create(entities));
}
