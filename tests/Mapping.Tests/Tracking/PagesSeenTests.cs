using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tests.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.Tests.Tracking;

/// <summary>Rows that are taken in page by page are known as if they had been taken in one by one.</summary>
public sealed class PagesSeenTests
{
    private static readonly EntityType Track = Shop.Model.Entity(typeof(Track));
    private readonly IdentityMap _map = new(1000);

    private static EntityKey Key(int id) => new(Track, id);

    private static ImmutableArray<EntityRow> Rows(uint version, params int[] ids) =>
        EntityRow.Of(Track, [.. ids.Select(id => (IReadOnlyList<object?>)[id, $"t{id}v{version}", version])], (_, _) => true);

    private int[] See(uint version, params int[] ids)
    {
        var rows = Rows(version, ids);
        var firsts = new int[ids.Length];
        _map.Seen(Track, rows[0].Page, rows[0].Columns, firsts, 0, _map.BeginResult(Track, ids.Length));
        return firsts;
    }

    private string? Name(int id) => (string?)_map.Tracked(Key(id))?.Snapshot.Value(Track.Property("Name")!);

    [Fact]
    public void Each_row_is_found_by_its_key()
    {
        Assert.Equal(Enumerable.Range(0, 500), See(1, [.. Enumerable.Range(0, 500)]));
        Assert.Equal(500, _map.Count);
        Assert.All(Enumerable.Range(0, 500), id => Assert.Equal($"t{id}v1", Name(id)));
        Assert.True(_map.IsCurrent(Key(499)));
        Assert.False(_map.IsCurrent(Key(500)));
    }

    [Fact]
    public void A_row_that_comes_twice_in_a_result_is_the_first_one() => Assert.Equal([0, 1, 0, 1, 4], See(1, 7, 8, 7, 8, 9));

    [Fact]
    public void A_row_of_an_earlier_result_is_new_in_this_one()
    {
        See(1, 7, 8);
        Assert.Equal([0, 1], See(1, 8, 7));
    }

    [Fact]
    public void A_newer_state_replaces_the_snapshot_and_the_older_is_remembered()
    {
        See(1, 1, 2, 3);
        See(2, 2);
        Assert.Equal("t2v2", Name(2));
        Assert.Equal("t2v1", Assert.Single(_map.Tracked(Key(2))!.Superseded).Value(Track.Property("Name")!));
        Assert.Empty(_map.Tracked(Key(1))!.Superseded);
    }

    [Fact]
    public void A_row_that_comes_again_after_it_has_left_stays_unknown_until_it_is_read_once_more()
    {
        var map = new IdentityMap(2);
        void See(int number, int[] ids, int[] firsts)
        {
            var rows = Rows(1, ids);
            map.Seen(Track, rows[0].Page, rows[0].Columns, firsts, number);
        }

        See(0, [1, 2, 3], [0, 1, 2]);
        See(3, [1, 4, 1], [0, 4, 0]);
        Assert.Null(map.Tracked(Key(1)));
        Assert.Null(map.Find(Key(1)));
        Assert.False(map.IsCurrent(Key(1)));
        Assert.Equal(2, map.Count);
        Assert.NotNull(map.Tracked(Key(4)));
        Assert.NotNull(map.Tracked(Key(3)));
        See(0, [1], [0]);
        Assert.Equal("t1v1", map.Tracked(Key(1))?.Snapshot.Value(Track.Property("Name")!));
        map.Clear();
        Assert.Equal(0, map.Count);
    }

    [Fact]
    public void Of_more_rows_than_may_be_tracked_the_last_stay()
    {
        See(1, [.. Enumerable.Range(0, 900)]);
        See(1, [.. Enumerable.Range(900, 400)]);
        Assert.Equal(1000, _map.Count);
        Assert.Null(Name(299));
        Assert.Equal("t300v1", Name(300));
        Assert.Equal("t1299v1", Name(1299));
    }

    [Fact]
    public void A_place_that_was_given_back_is_used_again()
    {
        for (var i = 0; i < 50; i++)
        {
            See(1, [.. Enumerable.Range(i * 100, 100)]);
            _map.Clear();
        }
        See(1, 5);
        Assert.Equal(1, _map.Count);
        Assert.Equal("t5v1", Name(5));
        Assert.Null(Name(4905));
    }

    [Fact]
    public void A_few_rows_do_not_hold_on_to_a_large_page()
    {
        See(1, [.. Enumerable.Range(0, 200)]);
        var page = _map.Tracked(Key(0))!.Snapshot.Page;
        See(2, [.. Enumerable.Range(0, 170)]);
        var left = _map.Tracked(Key(199))!.Snapshot;
        Assert.NotSame(page, left.Page);
        Assert.True(left.Page.RowCount < 50);
        Assert.All(Enumerable.Range(170, 30), id => Assert.Equal($"t{id}v1", Name(id)));
        Assert.All(Enumerable.Range(0, 170), id => Assert.Equal($"t{id}v2", Name(id)));
    }

    [Fact]
    public void Pages_are_not_taken_whole_where_something_would_have_to_be_undone()
    {
        Assert.True(_map.TakesPages);
        _map.MarkTransaction();
        Assert.True(_map.TakesPages);
        _map.Wrote();
        Assert.False(_map.TakesPages);
        _map.RollbackTransaction(0);
        Assert.True(_map.TakesPages);
    }
}
