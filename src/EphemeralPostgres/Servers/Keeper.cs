using System.ComponentModel;
using System.Diagnostics;

namespace AkkaOrm.Servers;

/// <summary>
/// A small process that outlives ours by a moment: when ours ends, however it ends, the keeper ends the server of our folder
/// and removes the folder. A test host is often killed a tenth of a second after its last test, too soon to do so ourselves.
/// Only on Linux; elsewhere, and when the keeper was killed too, the next start cleans up.
/// </summary>
internal sealed class Keeper : IDisposable
{
    private const string Shell = "/bin/sh";

    /// <summary>
    /// Its input ends with our process. As in <see cref="OwnServerProcess"/>, a process is ended only if the folder names it
    /// and it is seen working there.
    /// </summary>
    private const string Script =
        """
        exec >/dev/null 2>&1
        trap '' HUP INT QUIT TERM
        read -r _
        for named in "$1"/data/postmaster.pid "$1"/pg_embed/*/data/postmaster.pid; do
          read -r pid <"$named" || continue
          data=${named%/*}
          works() { [ "$(readlink "/proc/$pid/cwd")" = "$data" ]; }
          works && kill -QUIT "$pid"
          tries=0
          while works && [ $tries -lt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
          works && kill -KILL "$pid"
        done
        rm -rf -- "$1" || { sleep 1; rm -rf -- "$1"; }
        """;

    private readonly Process process;

    private Keeper(Process process) => this.process = process;

    /// <summary>Begins to keep a folder; null where there is no keeper.</summary>
    public static Keeper? Start(string folder)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Shell))
        {
            return null;
        }

        try
        {
            var info = new ProcessStartInfo(Shell, ["-c", Script, "akkaorm-keeper", folder]) { RedirectStandardInput = true, WorkingDirectory = "/" };
            return Process.Start(info) is { } process ? new Keeper(process) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The folder is gone, or is the keeper's to remove.</summary>
    public void Dispose()
    {
        process.StandardInput.Dispose();
        process.Dispose();
    }
}
