using System.Diagnostics;
using System.Globalization;
using AkkaOrm.Children;
using Xunit;

namespace AkkaOrm.Servers;

/// <summary>What a process leaves behind when it ends, and what the next start does about it.</summary>
public sealed class LeftoversTests : IDisposable
{
    private readonly PrivateTemp temp = new();

    public void Dispose() => temp.Dispose();

    [LocalFact]
    public async Task An_ordinary_end_leaves_neither_server_nor_folder()
    {
        using var child = await Child.StartAsync(temp, Ways.Local);
        Assert.True(await child.AnswersAsync());

        await child.FinishAsync();

        Assert.False(await child.AnswersAsync());
        Assert.Empty(temp.ServerFolders);
    }

    [LocalTheory]
    [InlineData(1)] // SIGHUP: the terminal closed
    [InlineData(2)] // SIGINT: Ctrl-C
    [InlineData(15)] // SIGTERM
    public async Task A_signal_leaves_neither_server_nor_folder(int signal)
    {
        using var child = await Child.StartAsync(temp, Ways.Local);
        var (data, server) = Assert.Single(temp.Servers());

        await child.SignalAsync(signal);

        Assert.False(OwnServerProcess.WorksIn(server, data));
        Assert.Empty(temp.ServerFolders);
    }

    [LocalFact]
    public async Task The_server_of_a_killed_process_is_ended_and_removed_by_its_keeper()
    {
        using var child = await Child.StartAsync(temp, Ways.Local);
        var (data, server) = Assert.Single(temp.Servers());
        using var keeper = Assert.Single(temp.Keepers());

        await child.KillAsync();

        Assert.True(keeper.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.False(OwnServerProcess.WorksIn(server, data));
        Assert.Empty(temp.ServerFolders);
    }

    [LocalFact]
    public async Task The_keeper_does_not_end_a_process_that_works_elsewhere_though_it_is_named()
    {
        using var stranger = Process.Start(new ProcessStartInfo("sleep", ["600"]) { WorkingDirectory = "/" })!;
        try
        {
            using var child = await Child.StartAsync(temp, Ways.Local);
            var (data, server) = Assert.Single(temp.Servers());
            using var keeper = Assert.Single(temp.Keepers());
            File.WriteAllText(Path.Combine(data, "postmaster.pid"), stranger.Id.ToString(CultureInfo.InvariantCulture) + "\n");

            await child.KillAsync();

            Assert.True(keeper.WaitForExit(TimeSpan.FromSeconds(30)));
            Assert.False(stranger.HasExited);
            _ = OwnServerProcess.Kill(server, 3);
        }
        finally
        {
            stranger.Kill();
        }
    }

    [LocalFact]
    public async Task The_server_of_a_process_killed_with_its_keeper_is_ended_and_removed_by_the_next_start()
    {
        using var first = await Child.StartAsync(temp, Ways.Local);
        var (data, server) = Assert.Single(temp.Servers());
        await KillKeeperAsync();
        await first.KillAsync();
        Assert.True(await first.AnswersAsync());

        using var second = await Child.StartAsync(temp, Ways.Local);

        Assert.False(OwnServerProcess.WorksIn(server, data));
        Assert.False(Directory.Exists(data));
        Assert.Single(temp.ServerFolders);
        Assert.True(await second.AnswersAsync());
    }

    [LocalFact]
    public async Task The_server_of_a_living_process_is_left_alone()
    {
        using var first = await Child.StartAsync(temp, Ways.Local);

        using var second = await Child.StartAsync(temp, Ways.Local);
        await second.FinishAsync();

        Assert.True(await first.AnswersAsync());
        Assert.Single(temp.ServerFolders);
    }

    [LocalFact]
    public async Task A_leftover_that_names_a_process_working_elsewhere_is_removed_and_the_process_lives_on()
    {
        using var stranger = Process.Start(new ProcessStartInfo("sleep", ["600"]) { WorkingDirectory = "/" })!;
        try
        {
            var data = AbandonedFolder(stranger.Id);

            using var child = await Child.StartAsync(temp, Ways.Local);

            Assert.False(Directory.Exists(data));
            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
        }
    }

    [LocalFact]
    public async Task A_folder_of_the_same_name_without_a_note_of_its_owner_is_left_alone()
    {
        var foreign = Directory.CreateDirectory(Path.Combine(temp.Path, "akkaorm-postgres-foreign")).FullName;

        using var child = await Child.StartAsync(temp, Ways.Local);
        await child.FinishAsync();

        Assert.True(Directory.Exists(foreign));
    }

    private async Task KillKeeperAsync()
    {
        using var keeper = Assert.Single(temp.Keepers());
        keeper.Kill();
        await keeper.WaitForExitAsync();
    }

    /// <summary>A server folder whose owner is gone and whose server is said to be <paramref name="server"/>.</summary>
    private string AbandonedFolder(int server)
    {
        var data = Directory.CreateDirectory(Path.Combine(temp.Path, "akkaorm-postgres-abandoned", "data")).FullName;
        var gone = ProcessMark.OfThisProcess() with { Started = 1 };
        File.WriteAllText(Path.Combine(data, "..", "owner"), gone.ToString());
        File.WriteAllText(Path.Combine(data, "postmaster.pid"), server.ToString(CultureInfo.InvariantCulture) + "\n" + data + "\n");
        return data;
    }
}
