using AkkaOrm.Connections;
using Xunit;

namespace Actors.Tests.Connections;

/// <summary>The order of the line, the ends of patience, and that nobody is lost or served twice.</summary>
public sealed class WaitingLineTests
{
    // Those who ask for the same What stand together; null: alone.
    private sealed record Waiter(object Owner, long Request, long Asked, long WaitUntil, string? What = null) : IWaiting
    {
        public bool IsShared => What is not null;
    }

    private static readonly IEqualityComparer<Waiter> SameWhat = EqualityComparer<Waiter>.Create((a, b) => a?.What == b?.What, w => w.What!.GetHashCode());

    private readonly WaitingLine<Waiter> _line = new(cap: 3, mostInPlace: 3, SameWhat);

    [Fact]
    public void Work_that_began_earlier_goes_first()
    {
        Join("new", asked: 20);
        Join("old", asked: 10);
        Join("same", asked: 20);
        Assert.Equal(["old", "new", "same"], Served());
    }

    [Fact]
    public void A_full_line_takes_nobody_but_those_who_come_back()
    {
        for (var i = 0; i < 3; i++) Assert.Equal(Joining.Joined, Join($"s{i}"));
        Assert.Equal(Joining.QueueFull, Join("one too many"));
        Assert.Equal(Joining.Joined, _line.Join(new Waiter("again", 1, 0, 100), now: 0, again: true));
        Assert.Equal(4, _line.Count);
    }

    [Fact]
    public void Nobody_joins_whose_deadline_has_passed() => Assert.Equal(Joining.DeadlinePassed, _line.Join(new Waiter("late", 1, 0, 50), now: 50));

    [Fact]
    public void A_request_that_waits_already_does_not_join_again()
    {
        Join("s");
        Assert.Equal(Joining.Known, Join("s"));
        Assert.Equal(1, _line.Count);
    }

    [Fact]
    public void The_impatient_leave_at_their_time_and_the_next_time_is_known()
    {
        Join("patient", until: 100);
        Join("impatient", until: 50);
        Assert.Equal(50, _line.NextExpiry);
        Assert.Empty(_line.TakeExpired(49));
        Assert.Equal(["impatient"], _line.TakeExpired(50).Select(w => w.Owner));
        Assert.Equal(100, _line.NextExpiry);
        Assert.Equal(["patient"], Served());
        Assert.Null(_line.NextExpiry);
    }

    [Fact]
    public void Those_who_ask_for_the_same_stand_in_the_place_of_the_first_and_count_as_one()
    {
        Join("a", asked: 1, what: "x");
        Join("b", asked: 2, what: "y");
        Join("c", asked: 3, what: "x");
        Join("d", asked: 4, what: "x");
        Assert.Equal((2, 4), (_line.Count, _line.Requests));
        Assert.Equal([["a", "c", "d"], ["b"]], Places());
        Assert.Equal((0, 0), (_line.Count, _line.Requests));
    }

    [Fact]
    public void A_place_takes_no_more_than_it_may_and_the_next_opens_another()
    {
        for (var i = 0; i < 7; i++) Join($"s{i}", what: "x");
        Assert.Equal([["s0", "s1", "s2"], ["s3", "s4", "s5"], ["s6"]], Places());
    }

    [Fact]
    public void A_full_line_still_takes_those_for_whom_there_is_a_place()
    {
        for (var i = 0; i < 3; i++) Join($"s{i}", what: $"{i}");
        Assert.Equal(Joining.QueueFull, Join("one too many", what: "3"));
        Assert.Equal(Joining.Joined, Join("same", what: "1"));
    }

    [Fact]
    public void One_who_began_earlier_takes_those_it_joins_along_to_the_front()
    {
        Join("a", asked: 10, what: "x");
        Join("b", asked: 20, what: "y");
        Join("c", asked: 5, what: "y");
        Assert.Equal([["b", "c"], ["a"]], Places());
    }

    [Fact]
    public void Who_leaves_a_place_leaves_the_others_in_it_where_more_may_join()
    {
        Join("a", what: "x");
        Join("b", what: "x");
        Assert.True(_line.TryLeave("a", 1, out _));
        Join("c", what: "x");
        Assert.Equal([["b", "c"]], Places());
        Join("d", what: "x");
        Assert.True(_line.TryLeave("d", 1, out _));
        Assert.Equal(0, _line.Count);
        Join("e", what: "x");
        Assert.Equal([["e"]], Places());
    }

    [Fact]
    public void Nobody_joins_a_place_that_was_taken()
    {
        Join("a", what: "x");
        var taken = _line.First!;
        _line.Take(taken);
        Join("b", what: "x");
        Assert.Equal(["a"], taken.Requests.Select(w => w.Owner));
        Assert.Equal([["b"]], Places());
    }

    [Fact]
    public void One_request_leaves_and_the_owners_others_stay()
    {
        Join("s", request: 1);
        Join("s", request: 2);
        Assert.True(_line.TryLeave("s", 1, out var left));
        Assert.Equal(1, left.Request);
        Assert.False(_line.TryLeave("s", 1, out _));
        Assert.Equal(1, _line.Count);
    }

    [Fact]
    public void All_requests_of_an_owner_that_is_gone_leave_at_once()
    {
        Join("gone", request: 1);
        Join("stays");
        Join("gone", request: 2);
        Assert.Equal([1, 2], _line.LeaveAll("gone").Select(w => w.Request).Order());
        Assert.Equal(["stays"], Served());
        Assert.Empty(_line.LeaveAll("gone"));
    }

    /// <summary>Invariants 4 and 7 of the router: everyone who came is served, shed or gone, exactly once; never late; always by the oldest start.</summary>
    [Fact]
    public void Ten_thousand_random_steps_lose_nobody_and_serve_nobody_twice()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var line = new WaitingLine<Waiter>(cap: 40, mostInPlace: 4, SameWhat);
        var waiting = new Dictionary<(object, long), Waiter>();
        var (came, served, shed, gone, now) = (0, 0, 0, 0, 0L);
        for (var step = 0; step < 10_000; step++)
        {
            var hint = $"seed {seed}, step {step}";
            now += random.Next(3);
            switch (random.Next(6))
            {
                case 0 or 1 or 2:
                    came++;
                    var waiter = new Waiter(random.Next(20), step, now - random.Next(30), now + random.Next(-2, 60), random.Next(3) == 0 ? null : $"{random.Next(8)}");
                    var joined = line.Join(waiter, now);
                    var expected = waiter.WaitUntil <= now ? Joining.DeadlinePassed : joined == Joining.QueueFull && line.Count == 40 ? Joining.QueueFull : Joining.Joined;
                    Assert.True(expected == joined, hint);
                    if (expected == Joining.Joined) waiting.Add((waiter.Owner, waiter.Request), waiter);
                    else shed++;
                    break;
                case 3:
                    foreach (var late in line.TakeExpired(now))
                    {
                        Assert.True(late.WaitUntil <= now && waiting.Remove((late.Owner, late.Request)), hint);
                        shed++;
                    }
                    Assert.True(waiting.Values.All(w => w.WaitUntil > now), hint);
                    if (line.First is not { } next) break;
                    line.Take(next);
                    Assert.True(next.Requests.Count is > 0 and <= 4 && next.Requests.All(r => r.What == next.Requests[0].What), hint);
                    foreach (var one in next.Requests) Assert.True(waiting.Remove((one.Owner, one.Request)), hint);
                    Assert.True(waiting.Values.All(w => w.Asked >= next.Asked), hint);
                    served += next.Requests.Count;
                    break;
                case 4:
                    object owner = random.Next(20);
                    foreach (var left in line.LeaveAll(owner))
                    {
                        Assert.True(waiting.Remove((left.Owner, left.Request)), hint);
                        gone++;
                    }
                    Assert.True(waiting.Values.All(w => !w.Owner.Equals(owner)), hint);
                    break;
                case 5 when waiting.Count > 0:
                    var any = waiting.Values.ElementAt(random.Next(waiting.Count));
                    Assert.True(line.TryLeave(any.Owner, any.Request, out _) && waiting.Remove((any.Owner, any.Request)), hint);
                    gone++;
                    break;
            }
            Assert.True(line.Requests == waiting.Count && line.Count <= waiting.Count, hint);
            Assert.True(waiting.Count == 0 ? line.NextExpiry is null : line.NextExpiry <= waiting.Values.Min(w => w.WaitUntil), hint);
        }
        Assert.Equal(came, served + shed + gone + line.Requests);
    }

    private Joining Join(string owner, long request = 1, long asked = 0, long until = 1000, string? what = null) => _line.Join(new Waiter(owner, request, asked, until, what), now: 0);

    private IEnumerable<object> Served() => Places().SelectMany(p => p);

    private List<object[]> Places()
    {
        var places = new List<object[]>();
        while (_line.First is { } place)
        {
            _line.Take(place);
            places.Add([.. place.Requests.Select(r => r.Owner)]);
        }
        return places;
    }
}
