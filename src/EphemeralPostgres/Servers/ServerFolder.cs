namespace AkkaOrm.Servers;

/// <summary>
/// A temporary folder for one server: named so that it is recognised, with a note of the process it belongs to. When that
/// process is gone, the folder is a leftover.
/// </summary>
internal sealed class ServerFolder : IDisposable
{
    private const string NamePrefix = "akkaorm-postgres-";
    private const string OwnerNote = "owner";

    private readonly Lock disposing = new();
    private IDisposable? exitWatch;
    private Keeper? keeper;

    private ServerFolder(string path) => FullPath = path;

    public string FullPath { get; }

    /// <summary>A new folder that others may pass through, not look into; removed at the end of the process at the latest.</summary>
    public static ServerFolder Create()
    {
        var path = Directory.CreateTempSubdirectory(NamePrefix).FullName;
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode ours = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            File.SetUnixFileMode(path, ours | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        File.WriteAllText(Path.Combine(path, OwnerNote), ProcessMark.OfThisProcess().ToString());
        var folder = new ServerFolder(path);
        folder.keeper = Keeper.Start(OwnServerProcess.RealPath(path));
        folder.exitWatch = ExitWatch.Add(folder.Dispose);
        return folder;
    }

    /// <summary>The folders of this machine and user whose process is gone.</summary>
    public static IEnumerable<ServerFolder> Leftovers()
    {
        foreach (var path in Directory.EnumerateDirectories(Path.GetTempPath(), NamePrefix + "*"))
        {
            if (new DirectoryInfo(path).LinkTarget is null && OwnerOf(path) is { IsGone: true } && Account.Owns(path))
            {
                yield return new ServerFolder(Path.GetFullPath(path));
            }
        }
    }

    /// <summary>Ends the server that works in this folder, if one does, and removes the folder.</summary>
    public void Dispose()
    {
        lock (disposing)
        {
            exitWatch?.Dispose();
            OwnServerProcess.EndAllIn(FullPath);
            Delete();
            keeper?.Dispose();
        }
    }

    private void Delete()
    {
        for (var attempt = 1; Directory.Exists(FullPath); attempt++)
        {
            try
            {
                Directory.Delete(FullPath, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // Another process cleans up the same leftover.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && attempt < 20)
            {
                // A server's last child may still be writing.
                Thread.Sleep(50);
            }
        }
    }

    private static ProcessMark? OwnerOf(string path)
    {
        try
        {
            return ProcessMark.Parse(File.ReadAllText(Path.Combine(path, OwnerNote)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
