namespace AkkaOrm;

/// <summary>The kinds of constraint PostgreSQL enforces.</summary>
public enum ConstraintKind
{
    /// <summary>A primary key or unique key holds the value already (23505).</summary>
    Unique,

    /// <summary>The row referred to does not exist, or the row is still referred to (23503).</summary>
    ForeignKey,

    /// <summary>A CHECK is false (23514).</summary>
    Check,

    /// <summary>An EXCLUDE constraint found a conflicting row (23P01).</summary>
    Exclusion,

    /// <summary>A column that is NOT NULL was given null (23502).</summary>
    NotNull,
}
