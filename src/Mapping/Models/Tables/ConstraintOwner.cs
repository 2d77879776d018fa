using System.Collections.Immutable;

namespace AkkaOrm.Models;

/// <summary>What a constraint of the database is about.</summary>
/// <param name="Properties">Empty where the model does not know the constraint, or it is a link table's.</param>
internal readonly record struct ConstraintOwner(EntityType Type, ImmutableArray<Property> Properties)
{
    /// <param name="schema">As the server reports it; a model without schemas leaves them to the <c>search_path</c>, and every one fits.</param>
    /// <param name="constraint">Name of a key, an index or a foreign key; compared exactly.</param>
    /// <param name="column">Of a NOT NULL.</param>
    /// <returns>Null when the table is not the model's.</returns>
    public static ConstraintOwner? Find(ImmutableArray<Table> tables, string? schema, string table, string? constraint, string? column)
    {
        var found = tables.FirstOrDefault(t => t.Name == table && t.Schema == schema) ?? tables.FirstOrDefault(t => t.Name == table && (t.Schema is null || schema is null));
        if (found is null) return null;
        return new(found.Owner, Over(found, constraint) ?? Of(found, column) ?? []);
    }

    private static ImmutableArray<Property>? Over(Table table, string? constraint)
    {
        if (constraint is null) return null;
        if (table.Key.Name == constraint) return table.Key.Properties;
        if (table.Indexes.FirstOrDefault(i => i.Name == constraint) is { } index) return index.Properties;
        if (table.References.FirstOrDefault(r => r.Name == constraint) is { } reference) return reference.Properties;
        // Servers from 18 on name these, too.
        // And what somebody added beside the model has the name that the server gives, or that a person takes after it.
        return table.Columns.FirstOrDefault(c => Suffixes.Any(suffix => Identifiers.OfConstraint(table.Name, [c.Name], suffix) == constraint)) is { Property: { } property } ? [property] : null;
    }

    private static readonly string[] Suffixes = ["not_null", "key", "check", "fkey", "excl", "idx"];

    private static ImmutableArray<Property>? Of(Table table, string? column) => table.Columns.FirstOrDefault(c => c.Name == column) is { Property: { } property } ? [property] : null;
}
