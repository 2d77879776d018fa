namespace AkkaOrm;

/// <summary>How tables and columns are named where nothing else is said.</summary>
public enum Naming
{
    /// <summary><c>CreatedAt</c> is <c>created_at</c>, <c>HTTPCode</c> is <c>http_code</c>: names that need no quotes in SQL.</summary>
    SnakeCase,

    /// <summary>The C# name as it is, quoted in all SQL.</summary>
    AsWritten,
}
