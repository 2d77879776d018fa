using AkkaOrm.Connections;
using Xunit;

namespace Actors.Tests.Connections;

/// <summary>The order of the line, the ends of patience, and that nobody is lost or served twice.</summary>
public sealed class WaitingLineTests
{
    private sealed record Waiter(object Owner, long Request, long Asked, long WaitUntil) : IWaiting;

    private readonly WaitingLine<Waiter> _line = new(cap: 3);

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
    public void One_request_leaves_and_the_owners_others_stay()
    {
        Join("s", request: 1);
        Join("s", request: 2);
        Assert.True(_line.TryLeave("s", 1, out var left));
        Assert.Equal(1, left.Request);
        Assert.False(_line.TryLeave("s", 1, out _));
        Assert.True(_line.Has("s"));
        Assert.Equal(1, _line.Count);
    }

    [Fact]
    public void All_requests_of_an_owner_that_is_gone_leave_at_once()
    {
        Join("gone", request: 1);
        Join("stays");
        Join("gone", request: 2);
        Assert.Equal([1, 2], _line.LeaveAll("gone").Select(w => w.Request).Order());
        Assert.False(_line.Has("gone"));
        Assert.Equal(["stays"], Served());
        Assert.Empty(_line.LeaveAll("gone"));
    }

    /// <summary>Invariants 4 and 7 of the router: everyone who came is served, shed or gone, exactly once; never late; always by the oldest start.</summary>
    [Fact]
    public void Ten_thousand_random_steps_lose_nobody_and_serve_nobody_twice()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var line = new WaitingLine<Waiter>(cap: 40);
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
                    var waiter = new Waiter(random.Next(20), step, now - random.Next(30), now + random.Next(-2, 60));
                    var expected = waiter.WaitUntil <= now ? Joining.DeadlinePassed : waiting.Count >= 40 ? Joining.QueueFull : Joining.Joined;
                    Assert.True(expected == line.Join(waiter, now), hint);
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
                    if (!line.TryNext(out var next)) break;
                    Assert.True(waiting.Remove((next.Owner, next.Request)) && waiting.Values.All(w => w.Asked >= next.Asked), hint);
                    served++;
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
            Assert.True(line.Count == waiting.Count, hint);
            Assert.True(line.NextExpiry == (waiting.Count == 0 ? null : waiting.Values.Min(w => w.WaitUntil)), hint);
        }
        Assert.Equal(came, served + shed + gone + line.Count);
    }

    private Joining Join(string owner, long request = 1, long asked = 0, long until = 1000) => _line.Join(new Waiter(owner, request, asked, until), now: 0);

    private IEnumerable<object> Served()
    {
        while (_line.TryNext(out var next)) yield return next.Owner;
    }
}
