using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tests.Models;
using AkkaOrm.Tests.UnitsOfWork;
using AkkaOrm.Tracking;

namespace AkkaOrm.Tests.Tracking;

/// <summary>What a session remembers of rows, and for how long.</summary>
public sealed class IdentityMapTests
{
    private static readonly EntityType Track = Shop.Model.Entity(typeof(Track));
    private readonly IdentityMap _map = new(100);

    private static EntityKey Key(int id) => new(Track, id);

    private static EntityRow Row(int id, string name, uint version = 1) => EntityRow.Of(Track, [[id, name, version]], (_, _) => true)[0];

    private static ImmutableArray<EntityRow> Page(int count, uint version = 1) =>
        EntityRow.Of(Track, [.. Enumerable.Range(0, count).Select(i => (IReadOnlyList<object?>)[i, $"t{i}", version])], (_, _) => true);

    private string? Name(int id) => (string?)_map.Tracked(Key(id))?.Snapshot.Value(Track.Property("Name")!);

    [Fact]
    public void A_row_read_again_replaces_its_snapshot_and_the_old_state_is_remembered()
    {
        _map.Seen(Key(1), Row(1, "a"));
        _map.Seen(Key(1), Row(1, "b", version: 2));
        Assert.Equal("b", Name(1));
        Assert.Equal("a", Assert.Single(_map.Tracked(Key(1))!.Superseded).Value(Track.Property("Name")!));
    }

    [Fact]
    public void The_same_state_read_again_is_no_older_one()
    {
        for (var i = 0; i < 3; i++) _map.Seen(Key(1), Row(1, "a"));
        Assert.Empty(_map.Tracked(Key(1))!.Superseded);
    }

    [Fact]
    public void Only_the_last_states_are_remembered()
    {
        for (var i = 0u; i < 50; i++) _map.Seen(Key(1), Row(1, $"n{i}", version: i));
        var older = _map.Tracked(Key(1))!.Superseded;
        Assert.Equal(TrackedRow.Remembered, older.Length);
        Assert.Equal("n48", older[0].Value(Track.Property("Name")!));
    }

    [Fact]
    public void Rows_used_least_leave_first()
    {
        for (var i = 0; i < 100; i++) _map.Seen(Key(i), Row(i, "a"));
        _map.Find(Key(0));
        _map.Seen(Key(100), Row(100, "a"));
        Assert.Equal(100, _map.Count);
        Assert.NotNull(Name(0));
        Assert.Null(Name(1));
    }

    [Fact]
    public void Rows_with_staged_changes_never_leave()
    {
        var desk = new Desk(maxTracked: 2);
        var tracks = Enumerable.Range(1, 3).Select(i =>
        {
            var track = desk.Read(new Track { Id = i, Name = "a" });
            desk.Update(track, x => x with { Name = "b" });
            return track;
        }).ToList();
        Assert.Equal(3, desk.Map.Count);
        desk.Read(new Track { Id = 9, Name = "a" });
        desk.Commit();
        desk.Read(new Track { Id = 10, Name = "a" });
        Assert.Equal(2, desk.Map.Count);
    }

    [Fact]
    public void A_few_rows_do_not_hold_on_to_a_large_page()
    {
        var rows = Page(100);
        for (var i = 0; i < 100; i++) _map.Seen(Key(i), rows[i]);
        for (var i = 0; i < 80; i++) _map.Forget(Key(i));
        var left = _map.Tracked(Key(99))!.Snapshot;
        Assert.NotSame(rows[0].Page, left.Page);
        Assert.True(left.Page.RowCount < 25);
        Assert.All(Enumerable.Range(80, 20), i => Assert.Equal($"t{i}", Name(i)));
    }

    [Fact]
    public void An_older_state_does_not_hold_on_to_its_page()
    {
        var rows = Page(100);
        for (var i = 0; i < 100; i++) _map.Seen(Key(i), rows[i]);
        _map.Seen(Key(7), Row(7, "b", version: 2));
        Assert.Equal(1, _map.Tracked(Key(7))!.Superseded[0].Page.RowCount);
    }

    /// <summary>S8</summary>
    [Fact]
    public void What_was_read_after_the_first_write_of_a_transaction_is_forgotten_on_rollback()
    {
        _map.Seen(Key(1), Row(1, "a"));
        var transaction = _map.MarkTransaction();
        _map.Seen(Key(2), Row(2, "a"));
        _map.Wrote();
        _map.Seen(Key(3), Row(3, "a"));
        _map.Seen(Key(1), Row(1, "b", version: 2));
        _map.RollbackTransaction(transaction);
        Assert.Equal(["a", "a", null], new[] { 1, 2, 3 }.Select(Name));
        Assert.Empty(_map.Tracked(Key(1))!.Superseded);
    }

    /// <summary>S8</summary>
    [Fact]
    public void What_was_written_is_known_again_as_it_was_before()
    {
        var transaction = _map.MarkTransaction();
        _map.Seen(Key(1), Row(1, "a"));
        _map.Written(Key(1), Row(1, "b", version: 2));
        _map.Written(Key(2), Row(2, "new"), Guid.CreateVersion7());
        _map.Forget(Key(1));
        _map.RollbackTransaction(transaction);
        Assert.Equal(["a", null], new[] { 1, 2 }.Select(Name));
    }

    [Fact]
    public void A_committed_transaction_keeps_what_it_read_and_wrote()
    {
        var transaction = _map.MarkTransaction();
        var temporary = Guid.CreateVersion7();
        _map.Written(Key(1), Row(1, "a"), temporary);
        _map.ReleaseTransaction(transaction);
        _map.RollbackTransaction(_map.MarkTransaction());
        Assert.Equal("a", Name(1));
        Assert.Equal(Key(1), _map.Minted(temporary));
    }

    /// <summary>S6</summary>
    [Fact]
    public void A_savepoint_undoes_what_came_after_it_and_stays()
    {
        _map.MarkTransaction();
        _map.Written(Key(1), Row(1, "a"));
        var savepoint = _map.MarkTransaction();
        for (var i = 0; i < 2; i++)
        {
            _map.Written(Key(1), Row(1, "b", version: 2));
            _map.Written(Key(2), Row(2, "b"));
            _map.RollbackTransaction(savepoint);
            Assert.Equal(["a", null], new[] { 1, 2 }.Select(Name));
        }
        _map.Written(Key(2), Row(2, "c"));
        _map.ReleaseTransaction(savepoint);
        Assert.Equal(["a", "c"], new[] { 1, 2 }.Select(Name));
        _map.RollbackTransaction(0);
        Assert.Equal([null, null], new[] { 1, 2 }.Select(Name));
    }

    /// <summary>A version that stays through a transaction's own writes tells nothing there.</summary>
    [Fact]
    public void Two_states_of_one_transaction_are_told_apart_by_their_columns()
    {
        _map.MarkTransaction();
        _map.Written(Key(1), Row(1, "a", version: 5));
        _map.Written(Key(1), Row(1, "b", version: 5));
        Assert.Equal("b", Name(1));
        Assert.Single(_map.Tracked(Key(1))!.Superseded);
    }

    /// <summary>L13</summary>
    [Fact]
    public void A_read_without_deferred_columns_does_not_unlearn_them()
    {
        var desk = new Desk();
        var type = Shop.Model.Entity(typeof(Traveler));
        var ann = new Traveler { Id = 1, Name = "Ann", Diary = "dear" };
        desk.Read(ann, ("xmin", 1u));
        desk.Read(ann with { Diary = default }, ("xmin", 1u));
        Assert.Equal("dear", desk.Map.Tracked(desk.Key<Traveler>(1))!.Snapshot.Value(type.Property("Diary")!));
        desk.Read(ann with { Diary = default }, ("xmin", 2u));
        Assert.False(desk.Map.Tracked(desk.Key<Traveler>(1))!.Snapshot.Has(type.Property("Diary")!));
    }

    [Fact]
    public void Clear_forgets_all()
    {
        _map.Seen(Key(1), Row(1, "a"));
        _map.Clear();
        Assert.Equal(0, _map.Count);
        Assert.Null(_map.Find(Key(1)));
    }
}
