using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AkkaOrm.Models;
using AkkaOrm.Rows;

namespace AkkaOrm.Tracking;

/// <summary>One entity's columns inside a page: the snapshot that a change is compared with.</summary>
/// <param name="Columns">By property ordinal: the page's column, -1 where it was not read. Shared by all rows of a result.</param>
internal readonly record struct EntityRow(RowPage Page, int Row, ImmutableArray<int> Columns)
{
    public bool Has(Property property) => Columns[property.Ordinal] >= 0;

    /// <summary>The store value, boxed; null when it is null or was not read.</summary>
    public object? Value(Property property) => Columns[property.Ordinal] is >= 0 and var column ? Page.GetValue(column, Row) : null;

    /// <summary>Whether another row holds the same in a column that both know.</summary>
    public bool IsSame(Property property, in EntityRow other)
    {
        var (mine, theirs) = (Page.Columns[Columns[property.Ordinal]], other.Page.Columns[other.Columns[property.Ordinal]]);
        return mine.ElementType == theirs.ElementType && !mine.ElementType.IsArray ? mine.IsSame(Row, theirs, other.Row) : StoreValues.Same(mine.GetValue(Row), theirs.GetValue(other.Row));
    }

    /// <summary>What a later state of the row tells otherwise or not at all, in a page of its own, which lets go of the large one: with the version and all foreign keys.</summary>
    public EntityRow Before(EntityType type, in EntityRow later)
    {
        var places = new int[Columns.Length];
        var picked = ImmutableArray.CreateBuilder<ColumnBuffer>();
        foreach (var property in type.Properties)
        {
            var column = Columns[property.Ordinal];
            places[property.Ordinal] = -1;
            if (column < 0 || property != type.Version && !property.IsForeignKey && later.Has(property) && IsSame(property, later)) continue;
            places[property.Ordinal] = picked.Count;
            picked.Add(Page.Columns[column].Pick([Row]));
        }
        return new(new(picked.DrainToImmutable(), 1), 0, ImmutableCollectionsMarshal.AsImmutableArray(places));
    }

    /// <summary>Rows of one entity as one page, a column for each property that all of them know.</summary>
    /// <param name="rows">Store values by property ordinal.</param>
    /// <param name="knows">Whether a row knows a property: row index, ordinal.</param>
    public static ImmutableArray<EntityRow> Of(EntityType type, IReadOnlyList<IReadOnlyList<object?>> rows, Func<int, int, bool> knows)
    {
        var places = new int[type.Properties.Length];
        var columns = ImmutableArray.CreateBuilder<ColumnBuffer>(places.Length);
        foreach (var property in type.Properties)
        {
            var ordinal = property.Ordinal;
            places[ordinal] = -1;
            if (!Enumerable.Range(0, rows.Count).All(row => knows(row, ordinal))) continue;
            places[ordinal] = columns.Count;
            var column = property.Mapping.Store.CreateColumn(rows.Count);
            foreach (var row in rows) column.AppendValue(row[ordinal]);
            columns.Add(column);
        }
        var page = new RowPage(columns.ToImmutable(), rows.Count);
        var shared = ImmutableArray.Create(places);
        return [.. Enumerable.Range(0, rows.Count).Select(row => new EntityRow(page, row, shared))];
    }
}
