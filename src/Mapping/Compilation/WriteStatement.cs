using System.Collections.Immutable;
using AkkaOrm.Models;

namespace AkkaOrm.Compilation;

/// <summary>A statement that writes rows of one shape, and what its parameters and result columns are.</summary>
/// <param name="Parameters">What each parameter takes of a row; arrays with an element a row where the statement is for many.</param>
/// <param name="Returned">By property ordinal the result column that holds it, -1 where none does; empty when nothing is returned.</param>
internal sealed record WriteStatement(CompiledStatement Statement, ImmutableArray<WriteParameter> Parameters, ImmutableArray<int> Returned)
{
    /// <summary>Ordinals of columns that are null in the result where its last column, one more than those of <see cref="Returned"/>, is true: they hold what was sent or read before.</summary>
    public ImmutableArray<int> Spared { get; init; } = [];
}

/// <summary>What a statement was made for.</summary>
/// <param name="Type">Null for link rows.</param>
internal sealed record WriteOrigin(WriteKind Kind, EntityType? Type, WriteStatement Statement);

internal enum WriteKind { Insert, Update, Delete, Lock, LockForDelete, Link, Unlink }

/// <summary>What a parameter takes of a row.</summary>
internal enum WriteRole
{
    /// <summary>A part of the key the row has in the database: the parameter's place among the key's columns.</summary>
    Key,

    /// <summary>The version the row must still have.</summary>
    Version,

    /// <summary>The column's new value.</summary>
    Column,

    /// <summary>Of a link row: the side it is seen from, and the other.</summary>
    From, To,

    /// <summary>No part of a row: how many there are.</summary>
    Count,
}

/// <param name="Property">The column; null for <see cref="WriteRole.Count"/>.</param>
internal readonly record struct WriteParameter(WriteRole Role, Property? Property);
