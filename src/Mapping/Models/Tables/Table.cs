using System.Collections.Immutable;

namespace AkkaOrm.Models;

/// <summary>A table as the model wants it: of an entity, or of a many-to-many relation alone.</summary>
/// <param name="Owner">The entity; for a link table the one its relation was first said of.</param>
internal sealed record Table(string Name, string? Schema, EntityType Owner, ImmutableArray<TableColumn> Columns, TableKey Key)
{
    public ImmutableArray<TableKey> Indexes { get; init; } = [];
    public ImmutableArray<TableReference> References { get; init; } = [];

    /// <summary>Quoted, with its schema where there is one: what SQL and <c>to_regclass</c> take.</summary>
    public string SqlName { get; } = (Schema is null ? new SqlName(Name) : new SqlName(Schema, Name)).ToString();
}

/// <param name="Property">Null in a link table.</param>
internal sealed record TableColumn(string Name, string Declaration, bool IsNullable, Property? Property = null)
{
    public ValueSource Source => Property?.Source ?? ValueSource.Client;
}

/// <summary>A primary key or an index.</summary>
/// <param name="Properties">Empty in a link table.</param>
internal sealed record TableKey(string Name, ImmutableArray<string> Columns, bool IsUnique, ImmutableArray<Property> Properties);

/// <summary>A foreign key.</summary>
internal sealed record TableReference(string Name, ImmutableArray<string> Columns, EntityType To, ImmutableArray<string> ToColumns, DeleteBehavior OnDelete, ImmutableArray<Property> Properties);
