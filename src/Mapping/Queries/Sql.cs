namespace AkkaOrm;

/// <summary>Functions of PostgreSQL for lambdas of a query. Each has a meaning only there.</summary>
public static class Sql
{
    /// <summary>Matches a pattern without regard to case: <c>text ILIKE pattern</c>. <c>%</c> and <c>_</c> in the pattern are wildcards, <c>\</c> escapes them.</summary>
    public static bool ILike(string? text, string? pattern) => throw Only(nameof(ILike));

    /// <summary>Matches a pattern: <c>text LIKE pattern</c>. <c>%</c> and <c>_</c> in the pattern are wildcards, <c>\</c> escapes them.</summary>
    public static bool Like(string? text, string? pattern) => throw Only(nameof(Like));

    private static StatementException Only(string name) => new($"Sql.{name} was called outside a query: it has a meaning only in a lambda of one");
}
