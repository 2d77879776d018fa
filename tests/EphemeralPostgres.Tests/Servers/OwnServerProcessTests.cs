using System.Diagnostics;
using System.Globalization;
using AkkaOrm.Children;
using Xunit;

namespace AkkaOrm.Servers;

/// <summary>Only processes of our own data folder are ended.</summary>
public sealed class OwnServerProcessTests : IDisposable
{
    private readonly PrivateTemp temp = new();

    public void Dispose() => temp.Dispose();

    [LinuxFact]
    public void A_process_that_works_in_the_data_folder_and_is_named_there_is_ended()
    {
        using var named = Sleeper(temp.Path);
        Name(named);

        OwnServerProcess.EndAllIn(temp.Path);

        Assert.True(named.WaitForExit(TimeSpan.FromSeconds(10)));
    }

    [LinuxFact]
    public void A_process_that_works_elsewhere_is_not_ended_though_it_is_named()
    {
        using var named = Sleeper(Path.GetTempPath());
        Name(named);

        OwnServerProcess.EndAllIn(temp.Path);

        Assert.False(named.HasExited);
        named.Kill();
    }

    [LinuxFact]
    public void A_process_that_works_in_the_data_folder_is_not_ended_when_it_is_not_named()
    {
        using var named = Sleeper(temp.Path);
        using var other = Sleeper(temp.Path);
        Name(named);

        OwnServerProcess.EndAllIn(temp.Path);

        Assert.False(other.HasExited);
        other.Kill();
    }

    [Theory]
    [InlineData("")]
    [InlineData("no number")]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    public void A_name_that_is_no_process_of_a_server_ends_nothing(string text)
    {
        File.WriteAllText(Path.Combine(temp.Path, "postmaster.pid"), text);

        OwnServerProcess.EndAllIn(temp.Path);
    }

    private static Process Sleeper(string folder) => Process.Start(new ProcessStartInfo("sleep", ["600"]) { WorkingDirectory = folder })!;

    private void Name(Process process) =>
        File.WriteAllText(Path.Combine(temp.Path, "postmaster.pid"), process.Id.ToString(CultureInfo.InvariantCulture) + "\n");
}
