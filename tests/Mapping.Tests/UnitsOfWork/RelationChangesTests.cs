using AkkaOrm.Tests.Models;
using AkkaOrm.UnitsOfWork;

namespace AkkaOrm.Tests.UnitsOfWork;

/// <summary>What relations mean for foreign keys.</summary>
public sealed class RelationChangesTests
{
    private readonly Desk _desk = new();
    private readonly Country _norway, _sweden;

    public RelationChangesTests()
    {
        _norway = _desk.Read(new Country(578, "NO", "Norway") { RegionId = 1 });
        _sweden = _desk.Read(new Country(752, "SE", "Sweden") { RegionId = 1 });
    }

    private Traveler Ann(int? destination = null) => _desk.Read(new Traveler { Id = 7, Name = "Ann", DestinationId = destination });

    [Fact]
    public void A_relation_is_set_by_value_by_key_and_to_none()
    {
        var ann = Ann();
        _desk.Update(ann, x => x with { Destination = _norway });
        Assert.Equal(["update Traveler#7 destination_id=578"], _desk.Writes);
        _desk.Update(ann, x => x with { Destination = null });
        Assert.Empty(_desk.Writes);
        _desk.Update(ann, x => x with { Destination = ToOne.ByKey(752) });
        Assert.Equal(["update Traveler#7 destination_id=752"], _desk.Writes);
    }

    [Fact]
    public void A_shadow_foreign_key_is_set_through_its_relation()
    {
        var order = _desk.Read(new Order { Id = new(Guid.CreateVersion7()), Total = new(1, "EUR") }, ("BuyerId", 7));
        _desk.Update(order, x => x with { Buyer = ToOne.ByKey(8) });
        Assert.EndsWith(" buyer_id=8", Assert.Single(_desk.Writes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_the_wrong_type_is_refused() =>
        Assert.Throws<InvalidValueException>(() => _desk.Update(Ann(), x => x with { Destination = ToOne.ByKey("NO") }));

    [Fact]
    public void A_foreign_key_edited_beside_its_loaded_relation_is_the_change()
    {
        var ann = _desk.LoadOne(Ann(578), "Destination", _norway);
        _desk.Update(ann, x => x with { DestinationId = 752 });
        Assert.Equal(["update Traveler#7 destination_id=752"], _desk.Writes);
        var stored = _desk.Commit().Of<Traveler>(7);
        Assert.Equal(752, stored.DestinationId);
        Assert.False(stored.Destination.IsLoaded);
    }

    [Fact]
    public void A_relation_edited_beside_its_loaded_foreign_key_is_the_change()
    {
        var ann = _desk.LoadOne(Ann(578), "Destination", _norway);
        _desk.Update(ann, x => x with { Destination = _sweden });
        Assert.Equal(["update Traveler#7 destination_id=752"], _desk.Writes);
        Assert.Equal("SE", _desk.Commit().Of<Traveler>(7).Destination.Value.Code);
    }

    [Fact]
    public void Both_changed_to_one_row_is_one_change_and_to_two_rows_is_refused()
    {
        var ann = _desk.LoadOne(Ann(), "Destination", null);
        _desk.Update(ann, x => x with { Destination = _sweden, DestinationId = 752 });
        Assert.Equal(["update Traveler#7 destination_id=752"], _desk.Writes);
        _desk.Rollback();
        var error = Assert.Throws<InvalidValueException>(() => _desk.Update(ann, x => x with { Destination = _sweden, DestinationId = 578 }));
        Assert.Contains("Destination", error.Message, StringComparison.Ordinal);
        Assert.Contains("DestinationId", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidValueException>(() => _desk.Add(new Traveler { Name = "Bob", DestinationId = 1, Destination = _sweden }));
        Assert.Throws<InvalidValueException>(() => _desk.Add(new Traveler { Name = "Bob", DestinationId = 1, Destination = new Country(0, "DK", "Denmark") }));
    }

    [Fact]
    public void Neither_changed_writes_nothing_even_where_they_disagree()
    {
        var ann = _desk.LoadOne(Ann(578), "Destination", _norway);
        var moved = ann with { DestinationId = 752 };
        _desk.Stage(c => c.Update(moved));
        _desk.Commit();
        _desk.Stage(c => c.Update(moved with { Name = "Anna" }));
        Assert.Equal(["update Traveler#7 name=Anna"], _desk.Writes);
        _desk.Commit();
        _desk.Update(moved with { Name = "Anna" }, x => x with { Age = 3 });
        Assert.Equal(["update Traveler#7 age=3"], _desk.Writes);
    }

    [Fact]
    public void A_relation_changed_from_what_it_no_longer_is_is_stale()
    {
        var ann = _desk.LoadOne(Ann(578), "Destination", _norway);
        _desk.Update(ann, x => x with { Destination = _sweden });
        Assert.Throws<StaleEntityException>(() => _desk.Update(ann, x => x with { Destination = null }));
    }

    /// <summary>U1</summary>
    [Fact]
    public void A_new_row_refers_to_another_by_value_or_by_the_key_of_its_handle()
    {
        var region = _desk.Read(new Region(1, "Europe"));
        var denmark = _desk.Add(new Country(0, "DK", "Denmark", region));
        var ann = _desk.Add(new Traveler { Name = "Ann", Destination = denmark.Key });
        var bob = _desk.Add(new Traveler { Name = "Bob", Destination = denmark.Value });
        var unit = _desk.Unit.ToWrite();
        Assert.Equal([RowAction.Insert, RowAction.Insert, RowAction.Insert], unit.Rows.Select(r => r.Action));
        Assert.All(unit.Rows.Skip(1), r => Assert.Equal(denmark.TemporaryKey, Assert.Single(r.PendingKeys).Target));
        var written = _desk.Commit();
        var id = written.Of(denmark).Id;
        Assert.Equal(id, written.Of(ann).DestinationId);
        Assert.Equal("DK", written.Of(bob).Destination.Value.Code);
        Assert.Equal(id, written.Of(bob).Destination.Value.Id);
        Assert.False(written.Of(ann).Destination.IsLoaded);
    }

    [Fact]
    public void The_key_of_a_handle_still_leads_to_the_row_after_the_commit()
    {
        var denmark = _desk.Add(new Country(0, "DK", "Denmark", ToOne.ByKey(1)));
        var id = _desk.Commit().Of(denmark).Id;
        _desk.Update(Ann(), x => x with { Destination = denmark.Key });
        Assert.Equal([$"update Traveler#7 destination_id={id}"], _desk.Writes);
    }

    [Fact]
    public void A_reference_to_a_row_that_is_not_of_the_unit_is_refused_when_it_is_written()
    {
        var elsewhere = Shop.Model.Changes.Add(new Country(0, "DK", "Denmark"), out var denmark);
        Assert.Equal(1, elsewhere.Count);
        _desk.Update(Ann(), x => x with { Destination = denmark.Key });
        Assert.Contains("new Country", Assert.Throws<StatementException>(() => _desk.Unit.ToWrite()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_required_relation_that_nobody_gave_is_refused_before_anything_is_sent()
    {
        _desk.Add(new Order { Total = new(1, "EUR") });
        var error = Assert.Throws<InvalidValueException>(() => _desk.Unit.ToWrite());
        Assert.Equal(("Order", "Buyer"), (error.Entity, error.Property));
        _desk.Rollback();
        _desk.Add(new Country(0, "DK", "Denmark"));
        Assert.Equal("Region", Assert.Throws<InvalidValueException>(() => _desk.Unit.ToWrite()).Property);
    }

    /// <summary>U3</summary>
    [Fact]
    public void Rows_that_refer_to_each_other_come_back_with_both_references()
    {
        var boss = new Employee { Name = "Boss" };
        var helper = new Employee { Name = "Helper", Manager = boss };
        boss.Manager = helper;
        var added = _desk.Add(boss);
        var stored = _desk.Commit().Of(added);
        Assert.Equal("Helper", stored.Manager.Value.Name);
        Assert.Same(stored, stored.Manager.Value.Manager.Value);
        Assert.Equal(stored.Id, stored.Manager.Value.ManagerId);
        Assert.Equal(stored.Manager.Value.Id, stored.ManagerId);
    }

    [Fact]
    public void A_detached_value_whose_key_and_relation_differ_is_refused()
    {
        var order = new Order { Id = new(Guid.CreateVersion7()), Total = new(1, "EUR"), Version = 5, Buyer = ToOne.ByKey(8) };
        _desk.Stage(c => c.Update(order));
        Assert.EndsWith(" buyer_id=8", Assert.Single(_desk.Writes), StringComparison.Ordinal);
    }

    /// <summary>L9</summary>
    [Fact]
    public void A_composite_key_may_hold_a_key_that_is_still_to_be_made()
    {
        var ann = _desk.Add(new Traveler { Name = "Ann", Visits = [new Visit { CountryId = 578 }] });
        var stored = _desk.Commit().Of(ann);
        Assert.Equal((stored.Id, 578), (stored.Visits[0].TravelerId, stored.Visits[0].CountryId));
        Assert.NotNull(_desk.Find<Visit>((stored.Id, 578)));
    }
}
