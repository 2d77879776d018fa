namespace AkkaOrm.Queries;

/// <summary>A piece of SQL that a user wrote.</summary>
internal abstract record SqlPart
{
    internal sealed record Text(string Sql) : SqlPart;

    internal sealed record Name(SqlName Identifier) : SqlPart;

    /// <summary>A hole: its value, and the type it was declared with.</summary>
    internal sealed record Hole(object? Value, Type Type) : SqlPart;
}
