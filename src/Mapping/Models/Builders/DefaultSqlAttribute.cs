namespace AkkaOrm;

/// <summary>A default that the server gives; what it gave comes back with the same statement. Goes on a property or on a constructor parameter.</summary>
/// <remarks>On Add, null or the type's default means "not set", and the column is left to the server.</remarks>
/// <param name="sql">An SQL expression: <c>now()</c>, <c>gen_random_uuid()</c>, <c>'new'</c>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DefaultSqlAttribute(string sql) : Attribute
{
    /// <summary>The SQL expression, as it stands in CREATE TABLE.</summary>
    public string Sql { get; } = sql;
}
