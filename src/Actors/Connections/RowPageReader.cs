using System.Collections.Concurrent;
using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Rows;
using AkkaOrm.Types;
using Npgsql;

namespace AkkaOrm.Connections;

/// <summary>Reads one result set into typed columns, without boxing.</summary>
internal static class RowPageReader
{
    /// <exception cref="InvalidCastException">The columns are not those that the statement promised.</exception>
    public static async Task<RowPage> ReadAsync(NpgsqlDataReader reader, CompiledStatement statement, CancellationToken cancellationToken)
    {
        var types = statement.Columns;
        if (reader.FieldCount != types.Length)
        {
            throw new InvalidCastException($"the statement brought {reader.FieldCount} columns where {types.Length} were expected: {statement.Sql}");
        }
        var columns = new ColumnBuffer[types.Length];
        var fillers = new ColumnFiller[types.Length];
        for (var i = 0; i < types.Length; i++)
        {
            columns[i] = types[i].CreateColumn(16);
            fillers[i] = ColumnFiller.For(types[i]);
        }
        var rows = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            for (var i = 0; i < fillers.Length; i++) fillers[i].Append(columns[i], reader, i);
            rows++;
        }
        return new RowPage(ImmutableArray.Create(columns), rows);
    }
}

/// <summary>Moves one cell of the present row to the end of a column.</summary>
internal abstract class ColumnFiller
{
    private static readonly ConcurrentDictionary<Type, ColumnFiller> Known = new();

    public static ColumnFiller For(StoreType type) =>
        Known.GetOrAdd(type.ClrType, static clrType => (ColumnFiller)Activator.CreateInstance(typeof(Of<>).MakeGenericType(clrType))!);

    public abstract void Append(ColumnBuffer column, NpgsqlDataReader reader, int ordinal);

    private sealed class Of<T> : ColumnFiller
    {
        public override void Append(ColumnBuffer column, NpgsqlDataReader reader, int ordinal)
        {
            var typed = (ColumnBuffer<T>)column;
            if (reader.IsDBNull(ordinal)) typed.AppendNull();
            else typed.Append(reader.GetFieldValue<T>(ordinal));
        }
    }
}
