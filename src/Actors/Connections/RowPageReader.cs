using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Rows;
using Npgsql;

namespace AkkaOrm.Connections;

/// <summary>Reads one result set into typed columns, without boxing.</summary>
internal static class RowPageReader
{
    /// <summary>Pages of rows that are kept for nobody are so small that they stay in the processor's cache.</summary>
    private const int Lent = 128;

    /// <exception cref="InvalidCastException">The columns are not those that the statement promised.</exception>
    public static Task<ReadRows> ReadAsync(NpgsqlDataReader reader, in BoundStatement bound, CancellationToken cancellationToken)
    {
        var statement = bound.Statement;
        var layout = RowLayout.Of(statement);
        if (reader.FieldCount != layout.Width)
        {
            throw new InvalidCastException($"the statement brought {reader.FieldCount} columns where {layout.Width} were expected: {statement.Sql}");
        }
        return statement.Maker is { } maker && !bound.IsShared ? MakeAsync(reader, layout, maker.Begin(), cancellationToken) : KeepAsync(reader, layout, cancellationToken);
    }

    private static async Task<ReadRows> KeepAsync(NpgsqlDataReader reader, RowLayout layout, CancellationToken cancellationToken)
    {
        var columns = layout.Columns(Math.Min(layout.Expected, layout.PageRows));
        ImmutableArray<RowPage>.Builder? full = null;
        var rows = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (rows == layout.PageRows)
            {
                (full ??= ImmutableArray.CreateBuilder<RowPage>()).Add(new RowPage(columns, rows));
                columns = layout.Columns(layout.PageRows);
                rows = 0;
            }
            layout.Append(reader, columns);
            rows++;
        }
        foreach (var column in columns) column.Trim();
        var last = new RowPage(columns, rows);
        layout.Expect((full?.Count ?? 0) * layout.PageRows + rows);
        if (full is null) return new ReadRows([last], null);
        full.Add(last);
        return new ReadRows(full.DrainToImmutable(), null);
    }

    private static async Task<ReadRows> MakeAsync(NpgsqlDataReader reader, RowLayout layout, MadeRows made, CancellationToken cancellationToken)
    {
        var columns = layout.Columns(Math.Min(layout.Expected, Lent));
        var rows = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (rows == Lent)
            {
                made.Take(new RowPage(columns, rows));
                foreach (var column in columns) column.Clear();
                rows = 0;
            }
            layout.Append(reader, columns);
            rows++;
        }
        if (rows > 0) made.Take(new RowPage(columns, rows));
        layout.Expect(made.Count);
        return new ReadRows([], made);
    }
}
