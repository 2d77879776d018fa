using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Rows;
using AkkaOrm.Tracking;

namespace AkkaOrm.Materialization;

/// <summary>What two sides of a relation are matched by: a store value, or several compared one by one.</summary>
internal static class KeyTuple
{
    /// <summary>Null when a part is null: such a row is related to nothing.</summary>
    public static object? From(RowPage page, int row, ImmutableArray<int> columns)
    {
        if (columns.Length == 1) return page.GetValue(columns[0], row);
        var parts = ImmutableArray.CreateBuilder<object>(columns.Length);
        foreach (var column in columns)
        {
            if (page.GetValue(column, row) is not { } part) return null;
            parts.Add(part);
        }
        return new CompositeKey(parts.MoveToImmutable());
    }

    public static object? From(ImmutableArray<Property> properties, Func<Property, object?> valueOf)
    {
        if (properties.Length == 1) return valueOf(properties[0]);
        var parts = ImmutableArray.CreateBuilder<object>(properties.Length);
        foreach (var property in properties)
        {
            if (valueOf(property) is not { } part) return null;
            parts.Add(part);
        }
        return new CompositeKey(parts.MoveToImmutable());
    }
}
