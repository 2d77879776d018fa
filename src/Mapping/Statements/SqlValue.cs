using System.Collections.Immutable;

namespace AkkaOrm.Statements;

/// <summary>Where a parameter gets its value when the statement is sent.</summary>
internal abstract record SqlValue
{
    /// <summary>One of the query's values, made into what the store type holds.</summary>
    internal sealed record Captured(int Index, Func<object?, object?> ToStore) : SqlValue;

    /// <summary>One of the query's lists, made into an array of the store type; nulls are left out unless they are to be kept.</summary>
    internal sealed record CapturedList(int Index, Func<object?, object?> ToStore, bool KeepsNulls = false) : SqlValue;

    /// <summary>One part of the keys in an earlier step's rows, as an array.</summary>
    internal sealed record Keys(int Step, ImmutableArray<int> Columns, int Part) : SqlValue;

    /// <summary>One part of keys in hand: of one row, or as an array the parents' keys for a relation.</summary>
    internal sealed record Given(object? Relation, int Part) : SqlValue;
}
