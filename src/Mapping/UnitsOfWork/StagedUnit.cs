using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

internal enum RowAction { Insert, Update, Delete }

/// <summary>One row to write: the net change of everything that was said about it.</summary>
internal sealed record StagedRow(RowAction Action, EntityType Type)
{
    /// <inheritdoc cref="RowState.Order"/>
    public int Order { get; init; } = -1;

    /// <summary>Null for an INSERT whose key the server makes.</summary>
    public EntityKey? Key { get; init; }

    /// <summary>Set for an INSERT: how other rows of the unit refer to it.</summary>
    public Guid TemporaryKey { get; init; }

    /// <summary>Store values by property ordinal. For INSERT and UPDATE the ones in <see cref="Writes"/> are written.</summary>
    public ImmutableArray<object?> Values { get; init; } = [];

    /// <summary>Ordinals of the columns to write, ascending. Foreign keys in <see cref="PendingKeys"/> are among them.</summary>
    public ImmutableArray<int> Writes { get; init; } = [];

    /// <summary>Foreign key columns whose value is a key that another row of this unit will get.</summary>
    public ImmutableArray<PendingKey> PendingKeys { get; init; } = [];

    /// <summary>For UPDATE: all that an UPDATE returns is known of the row as it was.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The version the row must still have (UPDATE, DELETE); null when the entity has none.</summary>
    public object? Version { get; init; }
}

/// <param name="Property">The foreign key column.</param>
/// <param name="Target">The new row it refers to.</param>
/// <param name="TargetProperty">The column of that row whose value it takes.</param>
internal sealed record PendingKey(Property Property, Guid Target, Property TargetProperty);

/// <summary>A link row of a many-to-many relation, to insert or to delete.</summary>
internal sealed record StagedLink(Relation Relation, KeyRef From, KeyRef To, bool IsAdded);

/// <summary>Everything a unit will write, in the order it was staged.</summary>
internal sealed record StagedUnit(ImmutableArray<StagedRow> Rows, ImmutableArray<StagedLink> Links)
{
    public bool IsEmpty => Rows.IsEmpty && Links.IsEmpty;
}
