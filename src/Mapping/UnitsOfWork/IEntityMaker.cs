using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Rows;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Makes the values of an answer.</summary>
internal interface IEntityMaker
{
    /// <summary>A new value of the row; no relation is loaded.</summary>
    object Make(EntityType type, in EntityRow row);

    /// <summary>What makes the values of many rows of one layout: <see cref="EntityRow.Columns"/>.</summary>
    Func<RowPage, int, object> Maker(EntityType type, ImmutableArray<int> columns);

    /// <summary>Sets a relation of a value that nobody has seen yet.</summary>
    void SetToOne(object entity, Relation relation, object? target);

    /// <inheritdoc cref="SetToOne"/>
    void SetToMany(object entity, Relation relation, IReadOnlyList<object> items, bool isPartial);
}
