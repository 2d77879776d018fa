using System.Diagnostics;
using AkkaOrm.Children;
using AkkaOrm.Testing;
using Npgsql;
using Xunit;

namespace AkkaOrm.Servers;

/// <summary>
/// A server in a container. Where <c>DOCKER_HOST</c> is set, Docker is meant to be there and these tests need it; elsewhere
/// they hold Docker's absence to the text people get.
/// </summary>
public sealed class ContainerServerTests
{
    private static bool DockerIsMeantToBeThere => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOCKER_HOST"));

    [Fact]
    public async Task With_Docker_a_container_serves_and_without_it_the_text_says_so()
    {
        var time = Stopwatch.StartNew();
        try
        {
            await using var postgres = await EphemeralPostgres.StartAsync(new Wishes(Ways.Testcontainers), isShared: false, CancellationToken.None);
            await using var database = await postgres.CreateDatabaseAsync("container");
            await using var source = NpgsqlDataSource.Create(database.ConnectionString);

            Assert.Equal("testcontainers", postgres.Source);
            Assert.Equal(database.Name, await source.CreateCommand("SELECT current_database()").ExecuteScalarAsync());
            Assert.Equal("off", await source.CreateCommand("SHOW fsync").ExecuteScalarAsync());
        }
        catch (EphemeralPostgresException e) when (!DockerIsMeantToBeThere)
        {
            Assert.Contains("2. Testcontainers: Docker ", e.Message, StringComparison.Ordinal);
            Assert.True(time.Elapsed < TimeSpan.FromSeconds(10), $"took {time.Elapsed}");
        }
    }

    [Fact]
    public async Task A_signal_removes_the_container()
    {
        using var temp = new PrivateTemp();
        using var child = await Child.StartAsync(temp, Ways.Testcontainers);
        if (child.Source is null)
        {
            Assert.False(DockerIsMeantToBeThere, child.Said);
            return;
        }

        Assert.True(await child.AnswersAsync());
        await child.SignalAsync(2);

        Assert.False(await child.AnswersAsync());
    }

    [Fact]
    public async Task An_image_that_cannot_be_had_is_named()
    {
        var way = new ContainerServer("localhost:1/akkaorm/none:0");

        var error = await Assert.ThrowsAsync<WayClosedException>(() => way.StartAsync(CancellationToken.None));

        Assert.StartsWith("Docker ", error.Message, StringComparison.Ordinal);
        Assert.Contains("localhost:1/akkaorm/none:0", DockerIsMeantToBeThere ? error.Message : way.Remedy, StringComparison.Ordinal);
    }
}
