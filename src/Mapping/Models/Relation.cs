using System.Collections.Immutable;
using System.Reflection;

namespace AkkaOrm.Models;

internal enum RelationKind { ToOne, ToMany, ManyToMany }

/// <summary>A relation as seen from one side. Both sides of a pair are relations of their own that name each other as <see cref="Inverse"/>.</summary>
internal sealed class Relation
{
    public required int Ordinal { get; init; }
    public required string Name { get; init; }
    public required RelationKind Kind { get; init; }
    public required EntityType From { get; init; }
    public required EntityType To { get; init; }

    /// <summary>The ToOne or ToMany property; null when this side exists only as the inverse of the other.</summary>
    public PropertyInfo? Member { get; init; }

    /// <summary>What <see cref="Member"/> holds in a value.</summary>
    public Func<object, object?> Read => field ??= PropertyAccess.Relation(From.ClrType, Member!);

    /// <summary>Columns of <see cref="From"/> that are equal to <see cref="ToKey"/>, pairwise: the foreign key when this side holds it, else the referenced key. For many-to-many the key that the link refers to.</summary>
    public ImmutableArray<Property> FromKey { get; internal set; } = [];
    public ImmutableArray<Property> ToKey { get; internal set; } = [];

    /// <summary>This side's row holds the foreign key (always false for ToMany, false for the principal of a one-to-one).</summary>
    public bool HoldsForeignKey { get; internal set; }

    /// <summary>The foreign key cannot be null; the same on both sides. The side that holds none may still find nothing.</summary>
    public bool IsRequired { get; internal set; }
    public DeleteBehavior OnDelete { get; internal set; }
    public bool DeleteOrphans { get; internal set; }
    public Relation? Inverse { get; internal set; }
    public LinkTable? Link { get; internal set; }

    /// <summary>The order of a collection where a query names none; null leaves it to the server.</summary>
    public Property? OrderBy { get; internal set; }

    /// <summary>Shared by all rows: what an unloaded relation knows of itself.</summary>
    public required RelationInfo Info { get; init; }
    public override string ToString() => $"{From.Name}.{Name}";
}

/// <summary>The table of a many-to-many relation. Columns are paired with the keys they refer to, seen from one side.</summary>
internal sealed record LinkTable(string Table, string? Schema, ImmutableArray<string> FromColumns, ImmutableArray<string> ToColumns)
{
    /// <summary>The table belongs to an entity of the model.</summary>
    public bool IsEntity { get; init; }
}
