namespace AkkaOrm.Servers;

/// <summary>Settings of a server whose data nobody keeps.</summary>
internal static class ServerSettings
{
    /// <summary>Trades safety in a power failure for speed, and has room for many test classes at once.</summary>
    public static IReadOnlyDictionary<string, string> ForSpeed { get; } = new Dictionary<string, string>
    {
        ["fsync"] = "off",
        ["synchronous_commit"] = "off",
        ["full_page_writes"] = "off",
        ["shared_buffers"] = "64MB",
        ["max_connections"] = "200",
    };
}
