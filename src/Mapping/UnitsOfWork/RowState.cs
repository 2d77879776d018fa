using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>One row as a unit has it staged: the state it had, merged with everything that was said about it.</summary>
/// <param name="Order">Its place among the rows of the unit.</param>
internal sealed record RowState(KeyRef Id, EntityType Type, RowAction Action, int Order)
{
    private EntityRow? _overlay;

    /// <summary>Null for a new row whose key the server makes, or that holds a key which is still to be made.</summary>
    public EntityKey? Key { get; init; }

    /// <summary>How handles and other rows name it; default for a row that was there before.</summary>
    public Guid TemporaryKey { get; init; }

    /// <summary>Store values by property ordinal.</summary>
    public required ImmutableArray<object?> Values { get; init; }

    /// <summary>The value is known. Of others nobody said or read anything.</summary>
    public required ColumnSet Knows { get; init; }

    /// <summary>A change said it.</summary>
    public ColumnSet Written { get; init; }

    /// <summary>By ordinal: the column takes a key that is still to be made.</summary>
    public ImmutableDictionary<int, PendingKey> Pending { get; init; } = ImmutableDictionary<int, PendingKey>.Empty;

    /// <summary>The row as the database has it; null when it is new or was given with its version only.</summary>
    public EntityRow? Base { get; init; }

    /// <summary>The version the row must still have.</summary>
    public object? Version { get; init; }

    /// <summary>By relation ordinal what a value given had loaded, the last one that had: for the relations of the answer.</summary>
    public ImmutableArray<RelationValue?> Relations { get; init; } = [];

    /// <summary>The value it was last given as.</summary>
    public object? Given { get; init; }

    /// <inheritdoc cref="TrackedRow.Disagreeing"/>
    public ImmutableDictionary<Relation, EntityKey?> Disagreeing { get; init; } = ImmutableDictionary<Relation, EntityKey?>.Empty;

    /// <summary>The collection it was taken out of, until it is put into one again.</summary>
    public Relation? OrphanOf { get; init; }

    public bool IsNew => Action == RowAction.Insert;

    /// <summary>It will not be there after the unit.</summary>
    public bool IsGone => Action == RowAction.Delete || OrphanOf is { DeleteOrphans: true };

    /// <summary>The row to show: of what is known, with keys still to be made left empty.</summary>
    public EntityRow Overlay => _overlay ??= EntityRow.Of(Type, [Values], (_, ordinal) => Knows[ordinal] && (Values[ordinal] is not null || Type.Properties[ordinal].IsNullable))[0];

    /// <summary>What the database will be told beyond what it has.</summary>
    public ColumnSet Writes
    {
        get
        {
            if (Base is not { } row || Written.IsEmpty) return Written;
            var writes = default(ColumnSet);
            foreach (var property in Type.Properties)
                if (Written[property.Ordinal] && (Pending.ContainsKey(property.Ordinal) || !row.Has(property) || !StoreValues.Same(row.Value(property), Values[property.Ordinal]))) writes = writes.With(property.Ordinal);
            return writes;
        }
    }

    public RowState Set(Property property, object? value) => this with
    {
        _overlay = null,
        Values = Values.SetItem(property.Ordinal, value),
        Knows = Knows.With(property.Ordinal),
        Written = Written.With(property.Ordinal),
        Pending = Pending.IsEmpty ? Pending : Pending.Remove(property.Ordinal),
    };

    /// <summary>Nothing loaded in any relation.</summary>
    public static ImmutableArray<RelationValue?> NoRelations(EntityType type) => type.Relations.IsEmpty ? [] : ImmutableCollectionsMarshal.AsImmutableArray(new RelationValue?[type.Relations.Length]);

    public RowState Set(PendingKey pending) => Set(pending.Property, null) with { Pending = Pending.SetItem(pending.Property.Ordinal, pending) };

    public override string ToString() => Id.ToString();
}
