using System.Collections.Immutable;
using AkkaOrm.Types;

namespace AkkaOrm.Statements;

internal sealed record SqlSelect
{
    public required ImmutableArray<SqlItem> Columns { get; init; }
    public required SqlSource? From { get; init; }
    public ImmutableArray<SqlJoin> Joins { get; init; } = [];

    /// <summary>All must hold.</summary>
    public ImmutableArray<SqlExpression> Where { get; init; } = [];
    public ImmutableArray<SqlOrder> OrderBy { get; init; } = [];
    public SqlExpression? Limit { get; init; }
    public SqlExpression? Offset { get; init; }
    public bool IsDistinct { get; init; }
    public string? Lock { get; init; }
}

/// <param name="Name">Given where an outer statement refers to it.</param>
internal readonly record struct SqlItem(SqlExpression Value, string? Name = null);

internal readonly record struct SqlOrder(SqlExpression Key, bool IsDescending);

/// <summary>What rows come from.</summary>
internal abstract record SqlSource(string Alias)
{
    internal sealed record Table(string? Schema, string Name, string Alias) : SqlSource(Alias);

    internal sealed record Derived(SqlSelect Select, string Alias) : SqlSource(Alias);

    /// <summary>A user's query.</summary>
    /// <param name="Column">The name given to its only column; null when it names them itself.</param>
    internal sealed record Raw(SqlRaw Sql, string Alias, string? Column) : SqlSource(Alias);

    /// <summary>Arrays side by side: columns k0, k1 …</summary>
    internal sealed record Keys(ImmutableArray<SqlParameter> Arrays, string Alias) : SqlSource(Alias)
    {
        public const string Number = "i";

        /// <summary>With a column <see cref="Number"/> behind: the place in the arrays, from 1.</summary>
        public bool IsNumbered { get; init; }

        public static string Column(int part) => FormattableString.Invariant($"k{part}");
    }
}

internal enum SqlJoinKind { Inner, Left, CrossLateral }

internal sealed record SqlJoin(SqlJoinKind Kind, SqlSource Source, ImmutableArray<SqlExpression> On);
