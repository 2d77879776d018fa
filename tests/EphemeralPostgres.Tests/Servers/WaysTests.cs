using AkkaOrm.Testing;
using Xunit;

namespace AkkaOrm.Servers;

/// <summary>The order of the ways, and the text when none works.</summary>
public sealed class WaysTests
{
    private const string Example = "Host=localhost;Username=postgres;Password=…;Database=postgres";

    [Fact]
    public async Task Without_a_wish_the_ways_are_tried_in_order_until_one_works()
    {
        var ways = new ScriptedWay[] { new("a", closed: "no a"), new("b"), new("c") };

        var server = await Ways.StartFirstAsync(new Wishes(), ways, CancellationToken.None);

        Assert.Equal("b", server.Source);
        Assert.Equal([1, 1, 0], ways.Select(w => w.Tries));
    }

    [Theory]
    [InlineData("testcontainers", "a")]
    [InlineData("local", "b")]
    [InlineData("Embedded", "c")]
    public async Task A_way_asked_for_is_the_only_one_tried(string wish, string name)
    {
        var ways = new ScriptedWay[] { new("a"), new("b"), new("c") };

        var server = await Ways.StartFirstAsync(new Wishes(wish), ways, CancellationToken.None);

        Assert.Equal(name, server.Source);
        Assert.Equal(1, ways.Sum(w => w.Tries));
    }

    [Fact]
    public async Task When_none_works_the_text_names_all_ways_what_each_missed_and_how_to_get_it()
    {
        var ways = new ScriptedWay[] { new("a", closed: "no a"), new("b", closed: "no b"), new("c", closed: "no c.") };

        var error = await Assert.ThrowsAsync<EphemeralPostgresException>(() => Ways.StartFirstAsync(new Wishes(), ways, CancellationToken.None));

        Assert.Equal(
            $"""
            No PostgreSQL server could be started. The ways to one, in their order:
              1. a given server: AKKAORM_POSTGRES is not set.
                 To use it: set AKKAORM_POSTGRES to a connection string such as {Example} of a role that may create databases.
              2. a: no a.
                 To use it: get a.
              3. b: no b.
                 To use it: get b.
              4. c: no c.
                 To use it: get c.
            """, error.Message, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task A_forced_way_that_fails_does_not_fall_back_to_another()
    {
        var ways = new ScriptedWay[] { new("a"), new("b", closed: "no b"), new("c") };

        var error = await Assert.ThrowsAsync<EphemeralPostgresException>(() => Ways.StartFirstAsync(new Wishes(Ways.Local), ways, CancellationToken.None));

        Assert.Equal([0, 1, 0], ways.Select(w => w.Tries));
        Assert.Contains("2. a: not tried, AKKAORM_POSTGRES=local asks for one other way only.", error.Message, StringComparison.Ordinal);
        Assert.Contains("3. b: no b.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_of_a_process_is_one_and_outlives_its_users()
    {
        var first = await EphemeralPostgres.SharedAsync();
        await first.DisposeAsync();

        var second = await EphemeralPostgres.SharedAsync();
        await using var database = await second.CreateDatabaseAsync("shared");

        Assert.Same(first, second);
    }

    [Fact]
    public void What_the_environment_asks_for_does_not_show_a_connection_string() =>
        Assert.DoesNotContain("hush", new Wishes("Host=x;Password=hush").ToString(), StringComparison.Ordinal);

    private sealed class ScriptedWay(string name, string? closed = null) : IServerWay
    {
        public int Tries { get; private set; }

        public string Name => name;

        public string Remedy => "get " + name;

        public Task<RunningServer> StartAsync(CancellationToken ct)
        {
            Tries++;
            return closed is null
                ? Task.FromResult(new RunningServer("", name, TakesItsDataAlong: true, () => ValueTask.CompletedTask))
                : throw new WayClosedException(closed);
        }
    }
}
