using System.Collections.Immutable;
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

    /// <summary>The same values in a page of their own, which lets go of the large one.</summary>
    public EntityRow Alone() => Page.RowCount == 1 ? this : new(Page.Pick([Row]), 0, Columns);

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
