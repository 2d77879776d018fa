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
}
