using AkkaOrm;
using AkkaOrm.Connections;
using AkkaOrm.Sessions;
using Xunit;
using static Actors.Tests.Connections.LaneRequests;
using static AkkaOrm.Query;

namespace Actors.Tests.Connections;

/// <summary>Which of the waiting reads go together when a connection comes free.</summary>
public sealed class SharedLaneTests
{
    private readonly WaitingLine<WaitingRequest> _line = new(100, 100, SharedReads.Together);
    private readonly SharedLane _lane = new(new LaneLimits(Statements: 4, Bytes: 1000, Slow: 5, Budget: 8));

    public SharedLaneTests()
    {
        // The way there and back is 1 ms.
        _lane.Costs.Alone(Fetch(From<Bag>()).Steps[0].Statement, 1);
        Costs(Nights(0), 2);
    }

    [Fact]
    public void Cheap_reads_go_together_in_the_order_of_the_line()
    {
        Join(Nights(1), Nights(2), Nights(3));
        Assert.Equal([[1, 2, 3]], Batches());
    }

    [Fact]
    public void A_batch_takes_no_more_statements_than_it_may()
    {
        Join(Nights(1), Nights(2), Nights(3), Nights(4), Nights(5), Nights(6));
        Assert.Equal([[1, 2, 3, 4], [5, 6]], Batches());
    }

    [Fact]
    public void A_batch_takes_no_more_bytes_than_it_may()
    {
        Costs(Named(""), 1);
        Join(Named(new string('a', 600)), Named(new string('b', 600)), Named("c"));
        Assert.Equal([[1, 3], [2]], Batches());
    }

    [Fact]
    public void A_batch_takes_no_more_than_is_expected_to_be_over_in_time()
    {
        Costs(Named(""), 5);
        Join(Named("a"), Named("b"), Named("c"));
        Assert.Equal([[1, 2], [3]], Batches());
    }

    [Fact]
    public void What_is_known_to_be_slow_travels_alone_and_delays_no_other()
    {
        Costs(Named(""), 50);
        Join(Nights(1), Named("slow"), Nights(2), Named("slow too"));
        Assert.Equal([[1, 3], [2], [4]], Batches());
    }

    [Fact]
    public void What_was_never_measured_travels_alone()
    {
        Join(Named("a"), Named("b"), Nights(1));
        Assert.Equal([[1], [2], [3]], Batches());
    }

    [Fact]
    public void A_shape_that_became_quick_again_comes_back_to_the_others()
    {
        Costs(Named(""), 50);
        for (var i = 0; i < 12; i++) _lane.Costs.Alone(Named("").Steps[0].Statement, 1);
        Join(Named("a"), Nights(1));
        Assert.Equal([[1, 2]], Batches());
    }

    [Fact]
    public void A_batch_that_took_far_too_long_makes_its_parts_suspects()
    {
        Join(Nights(1), Named("a"));
        Costs(Named(""), 2);
        var places = new List<WaitingPlace<WaitingRequest>>();
        var expected = _lane.Take(_line, _line.First!, places);
        _lane.Costs.Together(places, expected!.Value, milliseconds: 9);
        Assert.Equal(1, _lane.Costs.Of(Nights(1).Steps[0].Statement));
        _lane.Costs.Together(places, expected.Value, milliseconds: 100);
        Assert.Null(_lane.Costs.Of(Nights(1).Steps[0].Statement));
        Assert.Null(_lane.Costs.Of(Named("").Steps[0].Statement));
    }

    [Fact]
    public void A_lease_a_write_and_a_query_of_several_statements_come_alone()
    {
        Join(Nights(1), null, Nights(2), TestPlans.Commit("INSERT a"), Fetch(From<Guest>().Include(g => g.Bags)), Nights(3));
        Assert.Equal([[1, 3, 6], [2], [4], [5]], Batches());
    }

    [Fact]
    public void Partitions_travel_apart()
    {
        foreach (var (nights, partition) in new[] { (1, "a"), (2, "b"), (3, "a") }) _line.Join(Waiting(Nights(nights), partition), now: 0);
        Assert.Equal([2, 1], Counts());
    }

    [Fact]
    public void Reads_by_key_count_as_the_statement_they_become()
    {
        Costs(Find<Guest>(0), 1.5);
        Join(Find<Guest>(1), Nights(1), Find<Guest>(2), Find<Guest>(1));
        // What many keys cost is not known yet.
        Assert.Equal([[1, 3, 4], [2]], Batches());
        _lane.Costs.Alone(Find<Guest>(0).Keyed!.Many.Statement, 2);
        Join(Find<Guest>(1), Nights(1), Find<Guest>(2));
        Assert.Equal([2], Counts());
    }

    private static Plan Nights(int nights) => Fetch(From<Guest>().Where(g => g.Nights == nights));

    private static Plan Named(string name) => Fetch(From<Guest>().Where(g => g.Name == name));

    private void Costs(Plan plan, double milliseconds) => _lane.Costs.Alone(plan.Steps[0].Statement, milliseconds);

    private readonly List<WaitingRequest> _joined = [];

    private void Join(params Plan?[] plans)
    {
        foreach (var plan in plans)
        {
            _joined.Add(Waiting(plan));
            Assert.Equal(Joining.Joined, _line.Join(_joined[^1], now: 0));
        }
    }

    /// <summary>By the order in which they joined, from 1.</summary>
    private List<int[]> Batches()
    {
        var batches = new List<int[]>();
        while (_line.Count > 0)
        {
            var places = new List<WaitingPlace<WaitingRequest>>();
            _lane.Take(_line, _line.First!, places);
            batches.Add([.. places.SelectMany(p => p.Requests).Select(r => _joined.IndexOf(r) + 1)]);
        }
        return batches;
    }

    private List<int> Counts()
    {
        var counts = new List<int>();
        while (_line.Count > 0)
        {
            var places = new List<WaitingPlace<WaitingRequest>>();
            _lane.Take(_line, _line.First!, places);
            counts.Add(places.Count);
        }
        return counts;
    }
}
