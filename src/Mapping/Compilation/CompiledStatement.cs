using System.Collections.Immutable;
using AkkaOrm.Rows;
using AkkaOrm.Types;

namespace AkkaOrm.Compilation;

/// <summary>What a statement does, as far as the connection and the lanes need to know.</summary>
internal enum StatementKind { Read, Write, Control, Raw }

/// <summary>SQL text with positional parameters and the types of its result columns. One object a shape: it is the key of what is prepared.</summary>
internal sealed class CompiledStatement(string sql, ImmutableArray<StatementParameter> parameters, ImmutableArray<StoreType> columns, StatementKind kind)
{
    public string Sql { get; } = sql;
    public ImmutableArray<StatementParameter> Parameters { get; } = parameters;

    /// <summary>Empty when nothing is returned.</summary>
    public ImmutableArray<StoreType> Columns { get; } = columns;
    public StatementKind Kind { get; } = kind;

    /// <summary>By column: null is not to be expected in it, though it may come all the same. Default where nothing is known.</summary>
    public ImmutableArray<bool> NeverNull { get; init; }

    /// <summary>Set where rows become values that nobody else asks for: then they may be made while the rows are read, and the rows forgotten.</summary>
    public RowMaker? Maker { get; set; }

    /// <summary>What a connection found out about reading the rows, for the next time.</summary>
    public object? ReadingNotes { get; set; }
    public override string ToString() => Sql;
}

/// <summary>A parameter's type; an array of it when <paramref name="IsArray"/>.</summary>
internal readonly record struct StatementParameter(StoreType Type, bool IsArray = false);
