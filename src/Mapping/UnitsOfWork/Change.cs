using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

internal enum ChangeKind
{
    Add,

    /// <summary>After − before: only what differs between the two values is a change.</summary>
    Update,

    /// <summary>A copy compared with the session's present state; detached values with a version too.</summary>
    Replace,
    Delete,
}

/// <summary>One operation of a unit as data: column values and relation states, copied when it was given.</summary>
internal sealed record Change(ChangeKind Kind, EntityType Type)
{
    /// <summary>Store values by property ordinal, as the value given has them; null where a property is a shadow or was not loaded.</summary>
    public required ImmutableArray<object?> Values { get; init; }

    /// <summary>For <see cref="ChangeKind.Update"/>: the value it was made from.</summary>
    public ImmutableArray<object?> Before { get; init; }

    /// <summary>By relation ordinal.</summary>
    public ImmutableArray<RelationValue> Relations { get; init; } = [];
    public ImmutableArray<RelationValue> RelationsBefore { get; init; }

    /// <summary>For Add: the name of the new row until it has a key.</summary>
    public Guid TemporaryKey { get; init; }

    /// <summary>For Add with <c>set:</c>: ordinals that are written though they hold the default.</summary>
    public ImmutableArray<int> ExplicitlySet { get; init; } = [];

    /// <summary>The value that was given, for handles and for relations of the answer; it stays on this node.</summary>
    public object? Entity { get; init; }
}

/// <summary>A row that exists, or one of this unit that has no key yet.</summary>
internal readonly record struct KeyRef(EntityType Type, EntityKey? Key, Guid TemporaryKey)
{
    public bool IsTemporary => Key is null;
    public static KeyRef To(EntityKey key) => new(key.Type, key, default);
    public static KeyRef ToNew(EntityType type, Guid temporaryKey) => new(type, null, temporaryKey);
}

/// <summary>What a relation property said.</summary>
internal abstract record RelationValue
{
    /// <summary>Not loaded: leave it.</summary>
    internal sealed record Unset : RelationValue { public static readonly Unset Instance = new(); }

    /// <summary>Loaded and empty.</summary>
    internal sealed record None : RelationValue { public static readonly None Instance = new(); }
    internal sealed record One(KeyRef Target) : RelationValue;

    /// <summary>A whole collection: <see cref="Items"/> is what it must be.</summary>
    internal sealed record Whole(ImmutableArray<KeyRef> Items) : RelationValue;

    /// <summary>A collection that was not loaded, or in part: only a difference.</summary>
    internal sealed record Difference(ImmutableArray<KeyRef> Added, ImmutableArray<KeyRef> Removed) : RelationValue;
}
