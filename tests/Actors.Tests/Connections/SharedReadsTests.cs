using AkkaOrm;
using AkkaOrm.Connections;
using AkkaOrm.Sessions;
using Xunit;
using static Actors.Tests.Connections.LaneRequests;
using static AkkaOrm.Query;

namespace Actors.Tests.Connections;

/// <summary>L15: which reads one statement answers.</summary>
public sealed class SharedReadsTests
{
    [Fact]
    public void Reads_by_key_of_one_entity_go_together_whatever_the_key() => Assert.True(Together(Waiting(Find<Guest>(1)), Waiting(Find<Guest>(2))));

    [Fact]
    public void Reads_by_key_of_different_entities_do_not() => Assert.False(Together(Waiting(Find<Guest>(1)), Waiting(Find<Bag>(1))));

    [Fact]
    public void The_same_question_with_the_same_values_is_asked_once()
    {
        Assert.True(Together(Waiting(Ages(3, "Ann")), Waiting(Ages(3, "Ann"))));
        Assert.False(Together(Waiting(Ages(3, "Ann")), Waiting(Ages(4, "Ann"))));
        Assert.False(Together(Waiting(Ages(3, "Ann")), Waiting(Ages(3, "Bob"))));
        Assert.False(Together(Waiting(Ages(3, "Ann")), Waiting(Fetch(From<Guest>()))));
    }

    [Fact]
    public void Lists_are_compared_by_what_is_in_them()
    {
        Assert.True(Together(Waiting(Among(1, 2)), Waiting(Among(1, 2))));
        Assert.False(Together(Waiting(Among(1, 2)), Waiting(Among(1, 3))));
        Assert.False(Together(Waiting(Among(1, 2)), Waiting(Among(1))));
    }

    /// <summary>A query with includes is one plan, and one answer.</summary>
    [Fact]
    public void The_same_question_with_includes_is_asked_once_too()
    {
        var (one, other) = (Waiting(Fetch(From<Guest>().Include(g => g.Bags))), Waiting(Fetch(From<Guest>().Include(g => g.Bags))));
        Assert.True(one.IsShared && !one.IsOneStatement);
        Assert.True(Together(one, other));
    }

    /// <summary>Tenants, roles and settings of sessions are never mixed.</summary>
    [Fact]
    public void Nothing_is_shared_between_partitions()
    {
        Assert.False(Together(Waiting(Find<Guest>(1), "a"), Waiting(Find<Guest>(1), "b")));
        Assert.False(Together(Waiting(Ages(3, "Ann"), "a"), Waiting(Ages(3, "Ann"))));
    }

    [Fact]
    public void Raw_text_locks_and_writes_are_not_shared()
    {
        Assert.False(Waiting(TestPlans.Raw("SELECT 1")).IsShared);
        Assert.False(Waiting(Fetch(FromSql<Guest>($"SELECT * FROM guest"))).IsShared);
        Assert.False(Waiting(Fetch(From<Guest>().ForUpdate())).IsShared);
        Assert.False(Waiting(TestPlans.Commit("INSERT a")).IsShared);
        Assert.False(Waiting(TestPlans.Control("COMMIT")).IsShared);
        Assert.False(Waiting(null).IsShared);
    }

    private static AkkaOrm.Plan Ages(int nights, string name) => Fetch(From<Guest>().Where(g => g.Nights == nights && g.Name == name));

    private static AkkaOrm.Plan Among(params int[] nights) => Fetch(From<Guest>().Where(g => nights.Contains(g.Nights)));

    private static bool Together(WaitingRequest one, WaitingRequest other)
    {
        var same = SharedReads.Together.Equals(one, other);
        Assert.Equal(same, SharedReads.Together.Equals(other, one));
        if (same) Assert.Equal(SharedReads.Together.GetHashCode(one), SharedReads.Together.GetHashCode(other));
        return same;
    }
}
