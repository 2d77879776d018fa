using MysticMind.PostgresEmbed;

namespace AkkaOrm.Servers;

/// <summary>From where the embedded server's archive comes and where it is kept.</summary>
internal sealed record EmbeddedSource
{
    public string Version { get; init; } = "17.6.0";

    /// <summary>Kept between runs, one for each user.</summary>
    public string Cache { get; init; } = Path.Combine(PgCache.DefaultDirectory, "binaries");

    /// <summary>Answers the download; null for the network.</summary>
    public HttpMessageHandler? Handler { get; init; }
}
