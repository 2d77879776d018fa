namespace AkkaOrm.Servers;

/// <summary>
/// Under which account the server runs: our own, or <c>postgres</c> when we are root, because the server refuses root.
/// </summary>
internal sealed class Account
{
    private const string ServerUser = "postgres";

    private readonly string[] prefix;

    private Account(params string[] prefix) => this.prefix = prefix;

    private bool IsOther => prefix.Length > 0;

    public static bool IsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <exception cref="WayClosedException">We are root and cannot become another user.</exception>
    public static Account ForServer()
    {
        if (!IsRoot)
        {
            return new Account();
        }

        if (!File.Exists("/etc/passwd") || !File.ReadLines("/etc/passwd").Any(l => l.StartsWith(ServerUser + ":", StringComparison.Ordinal)))
        {
            throw new WayClosedException($"the server refuses to run as root and there is no user {ServerUser} to run it as");
        }

        return Program("runuser") is { } runuser ? new Account(runuser, "-u", ServerUser, "--")
            : Program("setpriv") is { } setpriv ? new Account(setpriv, $"--reuid={ServerUser}", $"--regid={ServerUser}", "--init-groups", "--")
            : throw new WayClosedException($"the server refuses to run as root, and neither runuser nor setpriv is there to run it as {ServerUser}");
    }

    /// <summary>Runs a program under this account.</summary>
    public Task<string> RunAsync(string program, IEnumerable<string> arguments, string folder, TimeSpan limit, CancellationToken ct)
    {
        string[] line = [.. prefix, program, .. arguments];
        return Command.RunAsync(line[0], line[1..], folder, limit, ct);
    }

    /// <summary>Hands files and folders of ours over to this account.</summary>
    public async Task OwnAsync(string folder, string[] paths, CancellationToken ct)
    {
        if (IsOther)
        {
            await Command.RunAsync("chown", [ServerUser + ":", .. paths], folder, TimeSpan.FromSeconds(10), ct).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A folder was made by our own account. Only root needs to ask: to others the system itself denies foreign folders
    /// and processes, whereas root would follow whatever somebody else wrote there.
    /// </summary>
    public static bool Owns(string folder)
    {
        if (!IsRoot)
        {
            return true;
        }

        try
        {
            string[] format = [OperatingSystem.IsMacOS() ? "-f" : "-c", "%u", folder];
            return Command.RunAsync("stat", format, "/", TimeSpan.FromSeconds(5), CancellationToken.None).GetAwaiter().GetResult().Trim() == "0";
        }
        catch (WayClosedException)
        {
            return false;
        }
    }

    private static string? Program(string name) =>
        ((string[])["/usr/sbin", "/sbin", "/usr/bin", "/bin"]).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
}
