using System.Collections.Immutable;

namespace AkkaOrm.Rows;

/// <summary>Rows as typed columns: what a connection answers, what crosses nodes, and the snapshot that changes are later compared with.</summary>
/// <remarks>Immutable and never pooled, so that any number of sessions may hold on to it.</remarks>
internal sealed class RowPage(ImmutableArray<ColumnBuffer> columns, int rowCount)
{
    public static RowPage Empty { get; } = new([], 0);

    public ImmutableArray<ColumnBuffer> Columns { get; } = columns;
    public int RowCount { get; } = rowCount;

    public bool IsNull(int column, int row) => Columns[column].IsNull(row);
    public object? GetValue(int column, int row) => Columns[column].GetValue(row);

    /// <summary>The typed value; the default of <typeparamref name="T"/> when null.</summary>
    public T Get<T>(int column, int row) => ((ColumnBuffer<T>)Columns[column])[row];

    public ColumnBuffer<T> Column<T>(int column) => (ColumnBuffer<T>)Columns[column];

    public RowPage Pick(ReadOnlySpan<int> rows)
    {
        var picked = ImmutableArray.CreateBuilder<ColumnBuffer>(Columns.Length);
        foreach (var column in Columns) picked.Add(column.Pick(rows));
        return new(picked.MoveToImmutable(), rows.Length);
    }

    /// <summary>The rows of pages of one layout as one page.</summary>
    public static RowPage Join(ImmutableArray<RowPage> pages)
    {
        if (pages.Length == 1) return pages[0];
        if (pages.IsEmpty) return Empty;
        var columns = ImmutableArray.CreateBuilder<ColumnBuffer>(pages[0].Columns.Length);
        for (var i = 0; i < pages[0].Columns.Length; i++) columns.Add(JoinColumn(pages, i));
        return new(columns.MoveToImmutable(), pages.Sum(p => p.RowCount));
    }

    /// <summary>One column of the rows of pages of one layout.</summary>
    public static ColumnBuffer JoinColumn(ImmutableArray<RowPage> pages, int column) =>
        pages.Length == 1 ? pages[0].Columns[column] : pages[0].Columns[column].Join([.. pages.Skip(1).Select(p => p.Columns[column])]);
}
