using System.Collections.Immutable;
using AkkaOrm.Rows;
using AkkaOrm.Statements;
using AkkaOrm.Tracking;
using AkkaOrm.Types;

namespace AkkaOrm.Compilation;

/// <summary>The statement that reads the rows of many keys at once, and which of them is whose. Its text is the same for any number of keys.</summary>
/// <remarks>Keys that are equal only byte by byte are found again by their column. For all others the server says which key a row
/// belongs to: texts can be equal under a collation and differ here.</remarks>
internal sealed class ManyKeys(CompiledStep step, int owner, bool isBytewise)
{
    public CompiledStatement Statement => step.Statement;

    public static bool IsBytewise(StoreType type) => type == StoreTypes.Integer || type == StoreTypes.BigInt || type == StoreTypes.SmallInt || type == StoreTypes.Uuid;

    /// <summary>What stands beside keys, from the query's values.</summary>
    public ImmutableArray<Argument> Others(object?[] values)
    {
        ImmutableArray<Argument>.Builder? others = null;
        foreach (var parameter in step.Parameters)
        {
            if (parameter.Value is not SqlValue.Given) (others ??= ImmutableArray.CreateBuilder<Argument>()).Add(CompiledRead.Bind(parameter, values, default, null));
        }
        return others?.DrainToImmutable() ?? [];
    }

    /// <param name="keys">Each once.</param>
    /// <param name="others">As <see cref="Others"/> made them.</param>
    public BoundStatement Bind(IReadOnlyList<EntityKey> keys, ImmutableArray<Argument> others)
    {
        var arguments = ImmutableArray.CreateBuilder<object?>(step.Parameters.Length);
        var next = 0;
        foreach (var parameter in step.Parameters)
        {
            if (parameter.Value is SqlValue.Given given) arguments.Add(Part(keys, given.Part, parameter.Type.Store));
            else arguments.Add(others[next++] is Argument.Value value ? value.Content : null);
        }
        return new(step.Statement, arguments.MoveToImmutable());
    }

    /// <summary>For each key the row of the page that is its own; -1 where there is none.</summary>
    public int[] RowsOf(IReadOnlyList<EntityKey> keys, RowPage page)
    {
        var rows = new int[keys.Count];
        Array.Fill(rows, -1);
        if (page.RowCount == 0) return rows;
        if (isBytewise)
        {
            switch (page.Columns[owner])
            {
                case ColumnBuffer<int> column: ByKey(keys, column, rows); break;
                case ColumnBuffer<long> column: ByKey(keys, column, rows); break;
                case ColumnBuffer<Guid> column: ByKey(keys, column, rows); break;
                case ColumnBuffer<short> column: ByKey(keys, column, rows); break;
            }
            return rows;
        }
        var numbers = (ColumnBuffer<long>)page.Columns[owner];
        // Should a key's column let a second row through, the first is taken, as a read of one key would.
        for (var row = page.RowCount - 1; row >= 0; row--) rows[numbers[row] - 1] = row;
        return rows;
    }

    private static void ByKey<T>(IReadOnlyList<EntityKey> keys, ColumnBuffer<T> column, int[] rows) where T : notnull
    {
        var found = new Dictionary<T, int>(column.Count);
        for (var row = 0; row < column.Count; row++) found[column[row]] = row;
        for (var i = 0; i < rows.Length; i++)
        {
            if (found.TryGetValue((T)keys[i].Value, out var row)) rows[i] = row;
        }
    }

    private static Array Part(IReadOnlyList<EntityKey> keys, int part, StoreType type)
    {
        if (keys[0].Value is not CompositeKey)
        {
            if (type.ClrType == typeof(int)) return Values<int>(keys);
            if (type.ClrType == typeof(long)) return Values<long>(keys);
            if (type.ClrType == typeof(Guid)) return Values<Guid>(keys);
        }
        var values = new object?[keys.Count];
        for (var i = 0; i < values.Length; i++) values[i] = keys[i].Value is CompositeKey composite ? composite.Parts[part] : keys[i].Value;
        return type.CreateArray(values);
    }

    private static T[] Values<T>(IReadOnlyList<EntityKey> keys)
    {
        var values = new T[keys.Count];
        for (var i = 0; i < values.Length; i++) values[i] = (T)keys[i].Value;
        return values;
    }
}
