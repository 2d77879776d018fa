using AkkaOrm.UnitsOfWork;

namespace AkkaOrm.Tests.UnitsOfWork;

/// <summary>Lists that share their items (U1: changes are immutable values).</summary>
public sealed class GrowingListTests
{
    [Fact]
    public void A_list_stays_as_it_was_when_longer_ones_are_grown_from_it()
    {
        var one = default(GrowingList<int>).AddRange([1]);
        var three = one.AddRange([2, 3]);
        Assert.Equal([1], one);
        Assert.Equal([1, 2, 3], three);
    }

    [Fact]
    public void Two_lists_grown_from_one_do_not_see_each_others_items()
    {
        var one = default(GrowingList<int>).AddRange([1]);
        var (left, right) = (one.AddRange([2]), one.AddRange([3]));
        Assert.Equal([1, 2], left);
        Assert.Equal([1, 3], right);
        Assert.Equal([1, 2, 4], left.AddRange([4]));
    }

    [Fact]
    public void A_list_grown_by_many_threads_at_once_gives_each_its_own()
    {
        var common = default(GrowingList<int>).AddRange([0]);
        var grown = ParallelEnumerable.Range(1, 200).Select(i => (i, List: common.AddRange([i]).AddRange([-i]))).ToList();
        Assert.All(grown, g => Assert.Equal([0, g.i, -g.i], g.List));
    }

    [Fact]
    public void Values_known_to_one_are_not_known_to_the_one_it_was_grown_from_or_to_its_sibling()
    {
        var (a, b, c) = (new object(), new object(), new object());
        var one = default(KnownValues).With(a, Guid.NewGuid());
        var (left, right) = (one.With(b, Guid.NewGuid()), one.With(c, Guid.NewGuid()));
        Assert.True(left.TryGetValue(a, out _) && right.TryGetValue(a, out _));
        Assert.True(left.TryGetValue(b, out _) && right.TryGetValue(c, out _));
        Assert.False(one.TryGetValue(b, out _) || left.TryGetValue(c, out _) || right.TryGetValue(b, out _));
    }

    [Fact]
    public void A_value_that_gets_another_key_keeps_the_old_one_where_it_was_known_before()
    {
        var (value, first, second) = (new object(), Guid.NewGuid(), Guid.NewGuid());
        var before = default(KnownValues).With(value, first);
        var after = before.With(value, second);
        Assert.True(before.TryGetValue(value, out var old) && old == first);
        Assert.True(after.TryGetValue(value, out var now) && now == second);
        Assert.True(before.With(after).TryGetValue(value, out var joined) && joined == second);
    }

    [Fact]
    public void Temporary_keys_are_uuids_of_version_7_and_never_twice_the_same()
    {
        var keys = ParallelEnumerable.Range(0, 10_000).Select(_ => TemporaryKeys.Next()).ToHashSet();
        Assert.Equal(10_000, keys.Count);
        Assert.All(keys, key => Assert.True(key.Version == 7 && key.Variant is >= 8 and <= 11));
        var made = DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(TemporaryKeys.Next().ToString("N")[..12], 16));
        Assert.InRange(made, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }
}
