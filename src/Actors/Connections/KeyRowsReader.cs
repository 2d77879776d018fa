using System.Collections.Immutable;
using AkkaOrm.Rows;
using AkkaOrm.Types;

namespace AkkaOrm.Connections;

/// <summary>Distinct keys out of a page: the rows that hold each for the first time, and arrays of their parts.</summary>
internal static class KeyRowsReader
{
    /// <summary>Rows with distinct keys, in their order. Rows in which a part is null are passed over.</summary>
    public static int[] Distinct(RowPage page, ImmutableArray<int> columns)
    {
        if (columns.Length > 1) return Composite(page, columns);
        return page.Columns[columns[0]] switch
        {
            ColumnBuffer<int> column => Single(column),
            ColumnBuffer<long> column => Single(column),
            ColumnBuffer<Guid> column => Single(column),
            ColumnBuffer<string> column => Single(column),
            _ => Composite(page, columns),
        };
    }

    /// <summary>One part of the keys in <paramref name="rows"/>, as an array that a parameter of <paramref name="type"/> takes.</summary>
    public static Array Part(ColumnBuffer column, int[] rows, StoreType type)
    {
        switch (column)
        {
            case ColumnBuffer<int> ints when type.ClrType == typeof(int): return Pick(ints, rows);
            case ColumnBuffer<long> longs when type.ClrType == typeof(long): return Pick(longs, rows);
            case ColumnBuffer<Guid> guids when type.ClrType == typeof(Guid): return Pick(guids, rows);
            case ColumnBuffer<string> texts when type.ClrType == typeof(string): return Pick(texts, rows);
        }
        var values = new object?[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var value = column.GetValue(rows[i])!;
            values[i] = type.ClrType.IsInstanceOfType(value) ? value : Convert.ChangeType(value, type.ClrType, null);
        }
        return type.CreateArray(values);
    }

    private static int[] Single<T>(ColumnBuffer<T> column) where T : notnull
    {
        var seen = new HashSet<T>(column.Count);
        var rows = new List<int>(column.Count);
        for (var row = 0; row < column.Count; row++)
        {
            if (!column.IsNull(row) && seen.Add(column[row])) rows.Add(row);
        }
        return [.. rows];
    }

    private static int[] Composite(RowPage page, ImmutableArray<int> columns)
    {
        var seen = new HashSet<object?[]>(PartsComparer.Instance);
        var rows = new List<int>(page.RowCount);
        for (var row = 0; row < page.RowCount; row++)
        {
            var parts = new object?[columns.Length];
            var isWhole = true;
            for (var i = 0; i < parts.Length && isWhole; i++)
            {
                parts[i] = page.GetValue(columns[i], row);
                isWhole = parts[i] is not null;
            }
            if (isWhole && seen.Add(parts)) rows.Add(row);
        }
        return [.. rows];
    }

    private static T[] Pick<T>(ColumnBuffer<T> column, int[] rows)
    {
        var picked = new T[rows.Length];
        for (var i = 0; i < rows.Length; i++) picked[i] = column[rows[i]];
        return picked;
    }

    private sealed class PartsComparer : IEqualityComparer<object?[]>
    {
        public static readonly PartsComparer Instance = new();

        public bool Equals(object?[]? x, object?[]? y) => System.Collections.StructuralComparisons.StructuralEqualityComparer.Equals(x, y);

        public int GetHashCode(object?[] parts)
        {
            var hash = new HashCode();
            foreach (var part in parts)
            {
                if (part is byte[] bytes) hash.AddBytes(bytes);
                else hash.Add(part);
            }
            return hash.ToHashCode();
        }
    }
}
