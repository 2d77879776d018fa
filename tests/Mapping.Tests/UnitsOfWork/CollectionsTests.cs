using AkkaOrm.Tests.Models;
using AkkaOrm.UnitsOfWork;

namespace AkkaOrm.Tests.UnitsOfWork;

/// <summary>What collections mean for the rows in them, and for links.</summary>
public sealed class CollectionsTests
{
    private readonly Desk _desk = new();

    private Order Order(params OrderLine[] lines)
    {
        var order = _desk.Read(new Order { Id = new(Guid.CreateVersion7()), Total = new(1, "EUR") }, ("BuyerId", 7));
        return _desk.Load(order, "Lines", [.. lines.Select(l => (object)_desk.Read(l, ("OrderId", order.Id.Value)))]);
    }

    private static OrderLine Line(int id) => new() { Id = id, Number = id, Article = "a" };

    private (Playlist Playlist, Track[] Tracks) Playlist(int id, params int[] tracks)
    {
        Track[] read = [.. tracks.Select(t => _desk.Read(new Track { Id = t, Name = $"t{t}" }))];
        return (_desk.Load(_desk.Read(new Playlist { Id = id, Name = "p" }), "Tracks", read), read);
    }

    /// <summary>U1; program P07.</summary>
    [Fact]
    public void A_graph_comes_back_with_its_keys()
    {
        var order = _desk.Add(new Order { Id = new(Guid.CreateVersion7()), Total = new(30, "EUR"), Buyer = ToOne.ByKey(7), Lines = [Line(0), Line(0) with { Number = 2 }] });
        Assert.Equal(3, _desk.Unit.ToWrite().Rows.Length);
        Assert.All(_desk.Unit.ToWrite().Rows.Skip(1), r => Assert.Empty(r.PendingKeys));
        var stored = _desk.Commit().Of(order);
        Assert.Equal([0, 2], stored.Lines.Select(l => l.Number));
        Assert.All(stored.Lines, l => Assert.True(l.Id >= 1000));
        Assert.True(stored.Lines.IsLoaded);
        Assert.False(stored.Buyer.IsLoaded);
        Assert.NotEqual(0u, stored.Version);

        _desk.Stage(c => c.Update(stored with { Lines = [stored.Lines[1]] }));
        Assert.Equal([$"delete OrderLine#{stored.Lines[0].Id}"], _desk.Writes);
    }

    [Fact]
    public void A_new_row_put_into_a_collection_is_added_with_its_owner()
    {
        var order = Order();
        _desk.Update(order, x => x with { Lines = x.Lines.Add(Line(0)) });
        Assert.Equal([$"insert OrderLine number=0 article=a order_id={order.Id.Value}"], _desk.Writes);
        Assert.Equal([0], _desk.Commit().Of<Order>(order.Id).Lines.Select(l => l.Number));
    }

    /// <summary>U10</summary>
    [Fact]
    public void What_is_taken_out_of_a_collection_that_owns_it_is_deleted()
    {
        var order = Order(Line(1), Line(2));
        _desk.Update(order, x => x with { Lines = x.Lines.Remove(x.Lines[0]) });
        Assert.Equal(["delete OrderLine#1"], _desk.Writes);
        Assert.True(_desk.Map.IsDeleted(_desk.Key<OrderLine>(1)));
        Assert.Equal([2], _desk.Commit().Of<Order>(order.Id).Lines.Select(l => l.Id));
        Assert.Null(_desk.Find<OrderLine>(1));
    }

    /// <summary>U10</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void A_row_moved_to_another_owner_in_the_unit_survives(bool removedFirst)
    {
        var (from, to) = (Order(Line(1)), Order());
        var line = from.Lines[0];
        if (removedFirst) _desk.Update(from, x => x with { Lines = [] });
        _desk.Update(to, x => x with { Lines = x.Lines.Add(line) });
        if (!removedFirst) _desk.Update(from, x => x with { Lines = [] });
        Assert.Equal([$"update OrderLine#1 order_id={to.Id.Value}"], _desk.Writes);
        _desk.Commit();
        Assert.Empty(_desk.Map.Tracked(_desk.Key<Order>(from.Id))!.Members.Values.Single().Present);
        Assert.Single(_desk.Map.Tracked(_desk.Key<Order>(to.Id))!.Members.Values.Single().Present);
    }

    [Fact]
    public void What_is_taken_out_of_a_collection_that_does_not_own_it_loses_its_foreign_key()
    {
        var boss = _desk.Read(new Employee { Id = 1, Name = "Boss" });
        var helper = _desk.Read(new Employee { Id = 2, Name = "Helper", ManagerId = 1 });
        boss = _desk.Load(boss, "Reports", helper);
        boss.Reports = [];
        _desk.Stage(c => c.Update(boss));
        Assert.Equal(["update Employee#2 manager_id=null"], _desk.Writes);
    }

    [Fact]
    public void What_is_taken_out_and_may_not_be_without_an_owner_is_refused_when_it_is_written()
    {
        var region = _desk.Read(new Region(1, "Europe"));
        var norway = _desk.Read(new Country(578, "NO", "Norway") { RegionId = 1 });
        region = _desk.Load(region, "Countries", norway);
        _desk.Update(region, x => x with { Countries = x.Countries.Remove(norway) });
        var error = Assert.Throws<StatementException>(() => _desk.Unit.ToWrite());
        Assert.Contains("Country#578", error.Message, StringComparison.Ordinal);
        Assert.Contains("Region.Countries", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Program P12.</summary>
    [Fact]
    public void A_mutable_object_adds_to_its_collection()
    {
        var boss = _desk.Load(_desk.Read(new Employee { Id = 1, Name = "Boss" }), "Reports", _desk.Read(new Employee { Id = 2, Name = "Helper", ManagerId = 1 }));
        boss.Name = "Nancy";
        boss.Reports = boss.Reports.Add(new Employee { Name = "New" });
        _desk.Stage(c => c.Update(boss));
        Assert.Equal(["update Employee#1 name=Nancy", "insert Employee name=New manager_id=1"], _desk.Writes);
        boss = _desk.Commit().Of<Employee>(1);
        Assert.Equal(["Helper", "New"], boss.Reports.Select(r => r.Name));
        _desk.Stage(c => c.Update(boss));
        Assert.Empty(_desk.Writes);
    }

    [Fact]
    public void A_copy_that_lacks_what_came_since_is_refused()
    {
        var boss = _desk.Load(_desk.Read(new Employee { Id = 1, Name = "Boss" }), "Reports");
        _desk.Update(boss, x => new Employee { Id = x.Id, Name = x.Name, Reports = x.Reports.Add(new Employee { Name = "New" }) });
        _desk.Commit();
        boss.Name = "Nancy";
        Assert.Contains("Reports", Assert.Throws<StaleEntityException>(() => _desk.Stage(c => c.Update(boss))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_collection_that_was_never_loaded_is_refused_and_a_difference_is_not()
    {
        var playlist = _desk.Read(new Playlist { Id = 6, Name = "p" });
        var track = _desk.Read(new Track { Id = 1, Name = "t" });
        var error = Assert.Throws<NotTrackedException>(() => _desk.Update(playlist, x => x with { Tracks = [track] }));
        Assert.Contains("Playlist.Tracks", error.Message, StringComparison.Ordinal);
        Assert.Contains("LoadAsync", error.Hint, StringComparison.Ordinal);
        _desk.Update(playlist, x => x with { Tracks = x.Tracks.Add(track) });
        Assert.Equal(["link Playlist.Tracks Playlist#6 Track#1"], _desk.Writes);
        Assert.False(_desk.Commit().Of<Playlist>(6).Tracks.IsLoaded);
    }

    /// <summary>U11; program P08.</summary>
    [Fact]
    public void Links_follow_from_the_difference_of_the_collection()
    {
        var (playlist, tracks) = Playlist(5, 1, 2);
        var third = _desk.Read(new Track { Id = 3, Name = "x" });
        playlist = _desk.Update(playlist, x => x with { Tracks = x.Tracks.Add(third) });
        Assert.Equal(["link Playlist.Tracks Playlist#5 Track#3"], _desk.Writes);
        playlist = _desk.Update(playlist, x => x with { Tracks = x.Tracks.Remove(third) });
        Assert.Empty(_desk.Writes);
        playlist = _desk.Update(playlist, x => x with { Tracks = [third, .. x.Tracks.Where(t => t.Name != "t1")] });
        Assert.Equal(["link Playlist.Tracks Playlist#5 Track#3", "unlink Playlist.Tracks Playlist#5 Track#1"], _desk.Writes.Order(StringComparer.Ordinal));
        Assert.Equal([3, 2], _desk.Commit().Of<Playlist>(5).Tracks.Select(t => t.Id));
        _desk.Update(tracks[1], x => x with { Playlists = x.Playlists.Remove(playlist) });
        Assert.Equal(["unlink Playlist.Tracks Playlist#5 Track#2"], _desk.Writes);
    }

    /// <summary>U11</summary>
    [Fact]
    public void A_scalar_change_alone_touches_no_link()
    {
        var (playlist, _) = Playlist(5, 1, 2);
        _desk.Stage(c => c.Update(playlist with { Name = "q" }));
        Assert.Equal(["update Playlist#5 name=q"], _desk.Writes);
    }

    [Fact]
    public void New_rows_on_both_sides_are_linked()
    {
        var list = _desk.Add(new Playlist { Name = "p", Tracks = [new Track { Name = "a" }, new Track { Name = "b" }] });
        var unit = _desk.Unit.ToWrite();
        Assert.Equal((3, 2), (unit.Rows.Length, unit.Links.Length));
        Assert.All(unit.Links, l => Assert.Equal(list.TemporaryKey, l.From.TemporaryKey));
        var stored = _desk.Commit().Of(list);
        Assert.Equal(["a", "b"], stored.Tracks.Select(t => t.Name));
        _desk.Update(stored, x => x with { Tracks = [] });
        Assert.Equal(2, _desk.Unit.ToWrite().Links.Count(l => !l.IsAdded));
    }

    /// <summary>L6</summary>
    [Fact]
    public void A_partial_collection_says_only_what_was_put_in_and_taken_out()
    {
        var order = Order(Line(1), Line(2));
        var partial = order with { Lines = ToMany<OrderLine>.Loaded([order.Lines[0]], partial: true, new("Order", "Lines"), null) };
        _desk.Stage(c => c.Update(partial with { State = OrderState.Paid }));
        Assert.EndsWith(" state=Paid", Assert.Single(_desk.Writes), StringComparison.Ordinal);
        _desk.Update(partial with { State = OrderState.Paid }, x => x with { Lines = x.Lines.Remove(x.Lines[0]) });
        Assert.Contains("delete OrderLine#1", _desk.Writes);
        Assert.DoesNotContain("delete OrderLine#2", _desk.Writes);
        Assert.True(_desk.Commit().Of<Order>(order.Id).Lines.IsPartial);
    }

    [Fact]
    public void A_row_the_session_does_not_know_cannot_be_put_into_a_collection()
    {
        var error = Assert.Throws<NotTrackedException>(() => _desk.Update(Order(), x => x with { Lines = x.Lines.Add(Line(99)) }));
        Assert.Contains("OrderLine#99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_added_before_is_put_into_a_collection_by_reference()
    {
        var order = Order();
        var line = Line(0);
        _desk.Add(line);
        _desk.Update(order, x => x with { Lines = x.Lines.Add(line) });
        Assert.Equal([$"insert OrderLine number=0 article=a order_id={order.Id.Value}"], _desk.Writes);
    }
}
