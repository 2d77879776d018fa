using System.Diagnostics;
using AkkaOrm;
using Integration.Tests.Sessions;
using Xunit.Abstractions;
using static AkkaOrm.Query;

namespace Integration.Tests.Guards;

/// <summary>
/// Bytes that an operation allocates in the whole process, from the caller to the socket and back, Npgsql and Akka
/// included. A build for debugging allocates more, for its asynchronous methods are objects from the start.
/// </summary>
[Collection(GuardCollection.Name)]
public sealed class AllocationTests(GuardFixture fixture, ITestOutputHelper output) : IAsyncLifetime
{
    // Less is fine up to where somebody should pin the new number; more is a loss.
    private const double More = 1.10, Less = 0.75;

    private static readonly bool IsDebug = typeof(Orm).Assembly.GetCustomAttributes(false).OfType<DebuggableAttribute>().Any(d => d.IsJITOptimizerDisabled);

    private Orm _orm = null!;

    public Task InitializeAsync()
    {
        _orm = fixture.Start(fixture.ConnectionString);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _orm.DisposeAsync();

    [Fact]
    public async Task Find_by_key()
    {
        await using var session = _orm.OpenSession();
        await Pinned(7400, 6650, 400, 1, () => session.FindAsync<Traveler>(7));
    }

    [Fact]
    public async Task Fetch_of_1000_rows_for_each_row()
    {
        await using var session = _orm.OpenSession();
        await Pinned(298, 296, 10, GuardFixture.Travelers, async () => Assert.Equal(GuardFixture.Travelers, (await session.FetchAsync(From<Traveler>().Where(t => t.Age < 90))).Count));
    }

    [Fact]
    public async Task Fetch_of_1000_untracked_rows_for_each_row()
    {
        await using var session = _orm.OpenSession();
        await Pinned(246, 244, 10, GuardFixture.Travelers, async () => Assert.Equal(GuardFixture.Travelers, (await session.FetchAsync(From<Traveler>().Where(t => t.Age < 90).NoTracking())).Count));
    }

    [Fact]
    public async Task Commit_of_one_row()
    {
        await using var session = _orm.OpenSession();
        await Pinned(18400, 17300, 200, 1, () =>
        {
            session.Add(new Node { Name = "new" });
            return session.CommitAsync();
        });
    }

    [Fact]
    public Task A_session_opened_and_closed_unused() => Pinned(416, 344, 1000, 1, async () =>
    {
        await using var session = _orm.OpenSession();
    });

    /// <param name="debug">Bytes in a build for debugging.</param>
    /// <param name="release">Bytes in an optimised one.</param>
    /// <param name="times">How often in a row the work is done.</param>
    /// <param name="parts">In how many parts it counts: rows.</param>
    /// <param name="work">What is measured.</param>
    private async Task Pinned(double debug, double release, int times, int parts, Func<Task> work)
    {
        const int batches = 8;
        var least = double.MaxValue;
        // What else allocates can only add: the least of several is what the work itself takes, once everything is compiled.
        for (var batch = 0; batch < batches; batch++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < times; i++) await work();
            least = Math.Min(least, (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / times / parts);
        }
        output.WriteLine($"{least:0} bytes");
        var pinned = IsDebug ? debug : release;
        Assert.True(least <= pinned * More, $"{least:0} bytes, {pinned:0} are pinned");
        Assert.True(least >= pinned * Less, $"{least:0} bytes, {pinned:0} are pinned: pin what it takes now");
    }
}
