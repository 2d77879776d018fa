using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using AkkaOrm.Children;
using AkkaOrm.Testing;
using Xunit;

namespace AkkaOrm.Servers;

/// <summary>The downloaded server, with an archive made from the server programs of this machine in place of the download.</summary>
public sealed class EmbeddedServerTests : IDisposable
{
    private const string Version = "15.0.0";

    private readonly PrivateTemp temp = new();

    public void Dispose() => temp.Dispose();

    [LocalFact]
    public async Task An_ordinary_user_gets_a_server_from_the_archive_and_it_stays_in_the_cache()
    {
        var archive = await ArchiveAsync();
        var cache = Path.Combine(temp.Path, "cache");

        using var child = await StartChildAsync(archive, cache);
        Assert.True(child.Source == "embedded", child.Said);
        Assert.True(await child.AnswersAsync());
        await child.FinishAsync();
        Assert.False(await child.AnswersAsync());
        Assert.Empty(temp.ServerFolders);

        using var again = await StartChildAsync("/nonexistent", cache);
        Assert.True(again.Source == "embedded", again.Said);
    }

    [LocalFact]
    public async Task The_embedded_server_of_a_killed_process_is_ended_and_removed_by_its_keeper()
    {
        var archive = await ArchiveAsync();
        var cache = Path.Combine(temp.Path, "cache");
        using var first = await StartChildAsync(archive, cache);
        var (data, server) = Assert.Single(temp.Servers());
        using var keeper = Assert.Single(temp.Keepers());

        await KillAsync(first);

        Assert.True(keeper.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.False(OwnServerProcess.WorksIn(server, data));
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Without_the_download_the_text_says_what_failed()
    {
        using var child = await StartChildAsync("/nonexistent", Path.Combine(temp.Path, "cache"));

        Assert.Null(child.Source);
        Assert.Contains("4. embedded (MysticMind.PostgresEmbed): ", child.Said, StringComparison.Ordinal);
        Assert.Contains("with access to Maven Central", child.Said, StringComparison.Ordinal);
        Assert.Empty(temp.ServerFolders);
    }

    [Fact]
    public async Task Root_is_refused_with_the_reason()
    {
        if (!Account.IsRoot)
        {
            Assert.Contains("not as root", new EmbeddedServer(new EmbeddedSource()).Remedy, StringComparison.Ordinal);
            return;
        }

        var error = await Assert.ThrowsAsync<EphemeralPostgresException>(() =>
            EphemeralPostgres.StartAsync(new Wishes(Ways.Embedded), isShared: false, CancellationToken.None));

        Assert.Contains("4. embedded (MysticMind.PostgresEmbed): the server refuses to run as root", error.Message, StringComparison.Ordinal);
        Assert.Contains("run as an ordinary user, not as root", error.Message, StringComparison.Ordinal);
    }

    private Task<Child> StartChildAsync(string archive, string cache) =>
        Child.StartAsync(temp, Ways.Embedded, [archive, cache, Version], asServerUser: Account.IsRoot, home: temp.Path);

    // runuser stands between us and the child, and would pass a kill on to nobody.
    private static async Task KillAsync(Child child)
    {
        var inner = Account.IsRoot ? int.Parse(File.ReadAllText($"/proc/{child.Id}/task/{child.Id}/children"), CultureInfo.InvariantCulture) : child.Id;
        using var process = Process.GetProcessById(inner);
        process.Kill();
        await child.FinishAsync();
    }

    /// <summary>A jar that holds one .txz of programs and libraries, the form the library downloads.</summary>
    private async Task<string> ArchiveAsync()
    {
        var home = Path.GetDirectoryName(LocalBinaries.Find(Needs.Local.Binaries).Folder)!;
        var packed = Path.Combine(temp.Path, "postgres.txz");
        string[] options = ["-C", home, "-I", "xz -0 -T0", "-c", "-h", "--hard-dereference", "-f", packed, "--exclude=lib/bitcode"];
        string[] content = ["bin/initdb", "bin/pg_ctl", "bin/postgres", "lib"];
        await Command.RunAsync("tar", [.. options, .. content], temp.Path, TimeSpan.FromSeconds(60), CancellationToken.None);
        var jar = Path.Combine(temp.Path, "postgres.jar");
        await using (var zip = await ZipFile.OpenAsync(jar, ZipArchiveMode.Create))
        {
            var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm_64" : "x86_64";
            await zip.CreateEntryFromFileAsync(packed, $"postgres-linux-{architecture}.txz", CompressionLevel.NoCompression);
        }

        return jar;
    }
}
