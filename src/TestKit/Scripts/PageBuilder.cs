using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Rows;

namespace AkkaOrm.Scripts;

/// <summary>Collects rows for the columns of a statement.</summary>
internal sealed class PageBuilder(CompiledStatement statement)
{
    private readonly List<object?[]> _rows = [];

    public int Width => statement.Columns.Length;

    /// <summary>A row to be filled.</summary>
    public object?[] Add()
    {
        var row = new object?[Width];
        _rows.Add(row);
        return row;
    }

    public void Add(IReadOnlyList<object?> values)
    {
        if (values.Count != Width) throw Wrong(values.Count);
        values.ToArray().CopyTo(Add(), 0);
    }

    /// <exception cref="ArgumentException">A value is not of its column's type.</exception>
    public RowPage ToPage()
    {
        var columns = ImmutableArray.CreateBuilder<ColumnBuffer>(Width);
        for (var i = 0; i < Width; i++)
        {
            var type = statement.Columns[i];
            var column = type.CreateColumn(_rows.Count);
            foreach (var row in _rows)
            {
                if (row[i] is { } value && !type.ClrType.IsInstanceOfType(value))
                    throw new ArgumentException($"column {i + 1} of the statement is {type.Name}, and a {value.GetType().Name} was given for it: {StatementsText.OneLine(statement.Sql)}");
                column.AppendValue(row[i]);
            }
            columns.Add(column);
        }
        return new(columns.MoveToImmutable(), _rows.Count);
    }

    private ArgumentException Wrong(int given) =>
        new($"the statement returns {Width} columns, and rows of {given} were given: {StatementsText.OneLine(statement.Sql)}");
}
