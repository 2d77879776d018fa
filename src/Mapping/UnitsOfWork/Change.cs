using System.Collections.Immutable;
using AkkaOrm.Models;

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

    /// <summary>Ordinals of deferred columns that the value given does not have: they are left alone.</summary>
    public ImmutableArray<int> Absent { get; init; } = [];

    /// <summary>Ordinals of deferred columns that the value before does not have.</summary>
    public ImmutableArray<int> BeforeAbsent { get; init; } = [];

    /// <summary>By relation ordinal.</summary>
    public ImmutableArray<RelationValue> Relations { get; init; } = [];
    public ImmutableArray<RelationValue> RelationsBefore { get; init; }

    /// <summary>The name of a row that is new in this unit, until it has a key. Other kinds have it when they are about such a row.</summary>
    public Guid TemporaryKey { get; init; }

    /// <summary>Its value was not given itself: it is new, and a relation of the change before it leads there. They are taken in together or not at all.</summary>
    public bool IsReached { get; init; }

    /// <summary>For Add with <c>set:</c>: ordinals that are written though they hold the default.</summary>
    public ImmutableArray<int> ExplicitlySet { get; init; } = [];

    /// <summary>The value that was given, for handles; it stays on this node.</summary>
    public object? Entity { get; init; }

    /// <summary>The value has the column: it is a member, and was loaded where it is deferred.</summary>
    public bool Has(Property property) => !property.IsShadow && !Absent.Contains(property.Ordinal);
}
