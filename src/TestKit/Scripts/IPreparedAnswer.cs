using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Rows;

namespace AkkaOrm.Scripts;

/// <summary>What a script returns, made for a statement when it comes.</summary>
internal interface IPreparedAnswer
{
    /// <exception cref="StatementException">The rows do not fit the statement.</exception>
    ScriptedResult For(in BoundStatement statement, WrittenRowMaker rows);
}

/// <summary>The rows of a statement, and those of the statements that follow it in one plan.</summary>
internal readonly record struct ScriptedResult(RowPage Page, int Affected)
{
    public ImmutableArray<Follower> Following { get; init; } = [];
}

/// <summary>A further step of a query, and its rows.</summary>
internal readonly record struct Follower(string Sql, RowPage Page);
