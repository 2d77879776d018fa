using System.Collections.Immutable;

namespace AkkaOrm.Compilation;

/// <summary>A statement with the values of its parameters: store values, or arrays of them.</summary>
internal readonly record struct BoundStatement(CompiledStatement Statement, ImmutableArray<object?> Arguments)
{
    /// <summary>Several asked for its answer: they get rows, of which each makes values of its own.</summary>
    public bool IsShared { get; init; }
}
