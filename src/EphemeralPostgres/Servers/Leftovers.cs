namespace AkkaOrm.Servers;

/// <summary>Servers whose process was killed before it could stop them.</summary>
internal static class Leftovers
{
    /// <summary>Ends and removes them. One that resists does not keep the next server from starting.</summary>
    public static void Remove()
    {
        foreach (var folder in ServerFolder.Leftovers())
        {
            try
            {
                folder.Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"AkkaOrm.EphemeralPostgres: {folder.FullPath}, left behind by an earlier run, could not be removed: {e.Message}");
            }
        }
    }
}
