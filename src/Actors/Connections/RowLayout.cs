using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AkkaOrm.Compilation;
using AkkaOrm.Rows;
using AkkaOrm.Types;
using Npgsql;

namespace AkkaOrm.Connections;

/// <summary>How the rows of a statement are read: found out once for a statement, and how many there were the last time.</summary>
internal sealed class RowLayout
{
    // A page's columns stay out of the large object heap, and a few rows do not hold on to too many others.
    private const int PageBytes = 1 << 17;
    private const int MaxPageRows = 4096;

    private readonly ImmutableArray<StoreType> _types;
    private readonly ColumnFiller[] _fillers;
    private int _expected = 4;

    private RowLayout(CompiledStatement statement)
    {
        _types = statement.Columns;
        _fillers = new ColumnFiller[_types.Length];
        var bytes = 0;
        for (var i = 0; i < _fillers.Length; i++)
        {
            _fillers[i] = ColumnFiller.For(_types[i], neverNull: !statement.NeverNull.IsDefault && statement.NeverNull[i]);
            bytes += _fillers[i].Size;
        }
        PageRows = Math.Clamp(PageBytes / Math.Max(bytes, 1), 64, MaxPageRows);
    }

    public int Width => _fillers.Length;

    /// <summary>How many rows a page has at most.</summary>
    public int PageRows { get; }

    /// <summary>How many rows to make room for.</summary>
    public int Expected => Volatile.Read(ref _expected);

    // Two connections may find out the same at once, and the second wins.
    public static RowLayout Of(CompiledStatement statement)
    {
        if (statement.ReadingNotes is RowLayout known) return known;
        var layout = new RowLayout(statement);
        statement.ReadingNotes = layout;
        return layout;
    }

    /// <summary>So many rows came.</summary>
    public void Expect(int rows) => Volatile.Write(ref _expected, Math.Max(rows, 1));

    public ImmutableArray<ColumnBuffer> Columns(int capacity)
    {
        var columns = new ColumnBuffer[_types.Length];
        for (var i = 0; i < columns.Length; i++) columns[i] = _types[i].CreateColumn(capacity);
        return ImmutableCollectionsMarshal.AsImmutableArray(columns);
    }

    /// <summary>Moves the present row to the end of the columns.</summary>
    public void Append(NpgsqlDataReader reader, ImmutableArray<ColumnBuffer> columns)
    {
        var fillers = _fillers;
        for (var i = 0; i < fillers.Length; i++) fillers[i].Append(columns[i], reader, i);
    }
}
