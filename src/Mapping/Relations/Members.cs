using System.Collections.Immutable;

namespace AkkaOrm.Relations;

/// <summary>What a <see cref="ToMany{T}"/> knows: the entities read, or the difference made to what was not read, or both where a part was read.</summary>
internal sealed class Members<T> where T : class
{
    /// <summary>Nothing known and nothing changed: <c>default</c>.</summary>
    internal static readonly Members<T> Unknown = new(null, [], [], false, null);

    private Members(ImmutableArray<T>? items, ImmutableArray<T> added, ImmutableArray<T> removed, bool isPartial, RelationInfo? relation) =>
        (Items, Added, Removed, IsPartial, Relation) = (items, added, removed, isPartial, relation);

    internal ImmutableArray<T>? Items { get; }

    internal ImmutableArray<T> Added { get; }

    internal ImmutableArray<T> Removed { get; }

    internal bool IsPartial { get; }

    internal RelationInfo? Relation { get; }

    internal bool IsUnchanged => Added.IsEmpty && Removed.IsEmpty;

    private bool IsWhole => Items is not null && !IsPartial;

    internal static Members<T> Whole(ImmutableArray<T> items) => new(NotNull(items), [], [], false, null);

    internal static Members<T> Read(ImmutableArray<T> items, bool partial, RelationInfo relation) => new(items, [], [], partial, relation);

    internal static Members<T> Unread(RelationInfo relation) => new(null, [], [], false, relation);

    internal static int IndexOf(ImmutableArray<T> entities, T entity)
    {
        for (var i = 0; i < entities.Length; i++)
            if (RelationState.SameEntity(entities[i], entity)) return i;
        return -1;
    }

    internal Members<T> Add(ImmutableArray<T> entities)
    {
        if (entities.IsEmpty) return this;
        if (IsWhole) return With(Items!.Value.AddRange(NotNull(entities)), Added, Removed);
        var (added, removed) = (Added.ToBuilder(), Removed);
        foreach (var entity in NotNull(entities))
        {
            var taken = IndexOf(removed, entity);
            if (taken >= 0) removed = removed.RemoveAt(taken);
            // Taken out of what was read and put back is no difference; of what was not read nobody knows that it was there.
            if (taken < 0 || Items is null) added.Add(entity);
        }
        return With(Items?.AddRange(entities), added.ToImmutable(), removed);
    }

    internal Members<T> Remove(T entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var items = Items?.RemoveAll(x => RelationState.SameEntity(x, entity));
        if (IsWhole) return items!.Value.Length == Items!.Value.Length ? this : With(items, Added, Removed);
        var added = Added.RemoveAll(x => RelationState.SameEntity(x, entity));
        var wasOnlyAdded = added.Length < Added.Length && (Items is not null || EntityKeys.Of(entity) is null);
        return With(items, added, wasOnlyAdded || IndexOf(Removed, entity) >= 0 ? Removed : Removed.Add(entity));
    }

    internal Members<T> Replace(T old, T replacement)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(replacement);
        if (Items is not { } items) return RelationState.SameEntity(old, replacement) && IndexOf(Added, old) < 0 ? this : Remove(old).Add([replacement]);
        var place = IndexOf(items, old);
        if (place < 0) throw new ArgumentException($"{RelationState.NameOf(old)} is not in {this}", nameof(old));
        if (IsWhole) return With(items.SetItem(place, replacement), Added, Removed);
        if (RelationState.SameEntity(old, replacement)) return With(items.SetItem(place, replacement), [.. Added.Select(x => RelationState.SameEntity(x, old) ? replacement : x)], Removed);
        var moved = Remove(old).Add([replacement]);
        return With(items.SetItem(place, replacement), moved.Added, moved.Removed);
    }

    internal bool SameAs(Members<T> other) =>
        (Items, other.Items) switch
        {
            ({ } mine, { } theirs) => Same(mine, theirs),
            (null, null) => Same(Added, other.Added) && Same(Removed, other.Removed),
            _ => false,
        };

    internal int Hash()
    {
        var hash = new HashCode();
        foreach (var item in Items ?? Added) hash.Add(RelationState.HashOf(item));
        return Items is null && Added.IsEmpty ? 0 : hash.ToHashCode();
    }

    public override string ToString() => Items is { } items
        ? $"[{string.Join(", ", items.Select(RelationState.NameOf))}]"
        : $"(not loaded){string.Concat(Added.Select(x => " + " + RelationState.NameOf(x)))}{string.Concat(Removed.Select(x => " - " + RelationState.NameOf(x)))}";

    private static ImmutableArray<T> NotNull(ImmutableArray<T> entities) =>
        entities.IndexOf(null!) < 0 ? entities : throw new ArgumentException($"null was put into a collection of {typeof(T).Name}", nameof(entities));

    private static bool Same(ImmutableArray<T> left, ImmutableArray<T> right)
    {
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
            if (!RelationState.SameEntity(left[i], right[i])) return false;
        return true;
    }

    private Members<T> With(ImmutableArray<T>? items, ImmutableArray<T> added, ImmutableArray<T> removed) => new(items, added, removed, IsPartial, Relation);
}
