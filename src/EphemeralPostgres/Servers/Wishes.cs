namespace AkkaOrm.Servers;

/// <summary>What the environment asks for; empty values count as absent.</summary>
/// <param name="Postgres">A connection string, or the name of the one way to try; null for the usual order.</param>
/// <param name="Image">The image for Testcontainers.</param>
/// <param name="Binaries">The only folder to look for server binaries in; null for the usual places.</param>
internal sealed record Wishes(string? Postgres = null, string? Image = null, string? Binaries = null)
{
    public const string PostgresVariable = "AKKAORM_POSTGRES";
    public const string ImageVariable = "AKKAORM_POSTGRES_IMAGE";
    public const string BinariesVariable = "AKKAORM_POSTGRES_BIN";

    public EmbeddedSource Embedded { get; init; } = new();

    public static Wishes FromEnvironment() => new(Read(PostgresVariable), Read(ImageVariable), Read(BinariesVariable));

    private static string? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    // A connection string must not reach a log by way of the record's own text.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append($"Postgres = {(Postgres is null ? "unset" : "set")}, Image = {Image}, Binaries = {Binaries}");
        return true;
    }
}
