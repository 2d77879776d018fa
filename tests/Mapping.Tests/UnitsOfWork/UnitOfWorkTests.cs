using AkkaOrm.Tests.Models;
using AkkaOrm.UnitsOfWork;

namespace AkkaOrm.Tests.UnitsOfWork;

/// <summary>What a change means for the columns of rows that are known.</summary>
public sealed class UnitOfWorkTests
{
    private readonly Desk _desk = new();

    private Traveler Ann(int? destination = null) => _desk.Read(new Traveler { Id = 7, Name = "Ann", Age = 35, DestinationId = destination, CreatedAt = Desk.Created });

    /// <summary>U4</summary>
    [Fact]
    public void A_changed_column_is_written_alone()
    {
        _desk.Update(Ann(), x => x with { Age = 36 });
        Assert.Equal(["update Traveler#7 age=36"], _desk.Writes);
    }

    /// <summary>U4</summary>
    [Fact]
    public void Setting_a_property_to_its_present_value_writes_nothing()
    {
        var ann = Ann();
        _desk.Update(ann, x => x with { Age = 35 });
        _desk.Stage(c => c.Update(ann));
        Assert.Empty(_desk.Writes);
        var there = _desk.Update(ann, x => x with { Age = 36 });
        _desk.Update(there, x => x with { Age = 35 });
        Assert.Empty(_desk.Writes);
    }

    /// <summary>U14: two changes from one loaded value both hold.</summary>
    [Fact]
    public void Two_changes_from_one_value_both_hold()
    {
        var ann = Ann();
        _desk.Update(ann, x => x with { Age = 36 });
        _desk.Update(ann, x => x with { Name = "Anna" });
        Assert.Equal(["update Traveler#7 name=Anna age=36"], _desk.Writes);
    }

    /// <summary>U14</summary>
    [Fact]
    public void A_column_changed_from_what_is_not_its_present_value_is_stale()
    {
        var ann = Ann();
        _desk.Update(ann, x => x with { Age = x.Age + 1 });
        var stale = Assert.Throws<StaleEntityException>(() => _desk.Update(ann, x => x with { Age = x.Age + 1 }));
        Assert.Equal([7], stale.KeysOf<Traveler>());
        Assert.Contains("Traveler#7.Age", stale.Message, StringComparison.Ordinal);
        Assert.Equal(["update Traveler#7 age=36"], _desk.Writes);
    }

    /// <summary>U14</summary>
    [Fact]
    public void A_copy_that_would_write_back_what_was_before_a_commit_is_refused()
    {
        var ann = Ann();
        _desk.Update(ann, x => x with { Age = 36 });
        _desk.Commit();
        var stale = Assert.Throws<StaleEntityException>(() => _desk.Stage(c => c.Update(ann with { Name = "Anna" })));
        Assert.Contains("older state: Age", stale.Message, StringComparison.Ordinal);
        Assert.Contains("committed.Of", stale.Hint, StringComparison.Ordinal);
        Assert.True(_desk.Unit.IsEmpty);
    }

    /// <summary>U14</summary>
    [Fact]
    public void A_copy_that_would_write_back_what_was_before_a_refresh_is_refused()
    {
        var ann = Ann();
        _desk.Read(ann with { Age = 40 });
        Assert.Throws<StaleEntityException>(() => _desk.Stage(c => c.Update(ann with { Name = "Anna" })));
    }

    [Fact]
    public void A_copy_that_would_undo_what_is_staged_is_refused()
    {
        var ann = Ann();
        _desk.Stage(c => c.Update(ann with { Age = 36 }));
        Assert.Throws<StaleEntityException>(() => _desk.Stage(c => c.Update(ann with { Name = "Anna" })));
        Assert.Equal(["update Traveler#7 age=36"], _desk.Writes);
    }

    [Fact]
    public void The_same_object_given_again_may_take_back_what_it_said()
    {
        var employee = _desk.Read(new Employee { Id = 1, Name = "Nancy" });
        employee.Name = "Ann";
        _desk.Stage(c => c.Update(employee));
        Assert.Equal(["update Employee#1 name=Ann"], _desk.Writes);
        employee.Name = "Nancy";
        _desk.Stage(c => c.Update(employee));
        Assert.Empty(_desk.Writes);
    }

    [Fact]
    public void A_fresh_copy_may_go_back_to_an_older_value()
    {
        var order = _desk.Read(new Order { Id = new(Guid.CreateVersion7()), Total = new(1, "EUR"), State = OrderState.Open }, ("BuyerId", 7));
        _desk.Update(order, x => x with { State = OrderState.Paid });
        var paid = _desk.Commit().Of<Order>(order.Id);
        _desk.Stage(c => c.Update(paid with { State = OrderState.Open }));
        Assert.EndsWith("state=Open", Assert.Single(_desk.Writes), StringComparison.Ordinal);
        _desk.Rollback();
        Assert.Throws<StaleEntityException>(() => _desk.Stage(c => c.Update(order with { Total = new(2, "EUR") })));
    }

    /// <summary>U15</summary>
    [Fact]
    public void The_version_compared_is_the_last_one_known_whatever_the_value_says()
    {
        var order = _desk.Read(new Order { Id = new(Guid.CreateVersion7()), Total = new(1, "EUR") }, ("BuyerId", 7));
        _desk.Update(order, x => x with { State = OrderState.Paid, Version = 1 });
        Assert.Equal(order.Version, Assert.Single(_desk.Unit.ToWrite().Rows).Version);
    }

    [Fact]
    public void A_row_the_session_did_not_read_is_refused_unless_its_value_carries_its_version()
    {
        var ann = new Traveler { Id = 7, Name = "Ann" };
        Assert.Contains("Traveler#7", Assert.Throws<NotTrackedException>(() => _desk.Stage(c => c.Update(ann))).Message, StringComparison.Ordinal);
        Assert.Throws<NotTrackedException>(() => _desk.Stage(c => c.Update(ann, x => x with { Age = 3 })));
        Assert.Throws<NotTrackedException>(() => _desk.Stage(c => c.Delete(ann)));
        var order = new Order { Id = new(Guid.Parse("0196d3a0-0000-7000-8000-000000000001")), Total = new(1, "EUR") };
        Assert.Throws<NotTrackedException>(() => _desk.Stage(c => c.Update(order)));
        Assert.True(_desk.Unit.IsEmpty);

        _desk.Stage(c => c.Update(order with { Version = 5 }));
        Assert.EndsWith("state=Open total_amount=1 total_currency=EUR where_x=null where_y=null", Assert.Single(_desk.Writes), StringComparison.Ordinal);
        Assert.Equal(5u, Assert.Single(_desk.Unit.ToWrite().Rows).Version);
    }

    [Fact]
    public void A_detached_value_with_its_version_can_be_changed_and_deleted()
    {
        var order = new Order { Id = new(Guid.CreateVersion7()), Total = new(1, "EUR"), Version = 5 };
        _desk.Update(order, x => x with { State = OrderState.Paid });
        Assert.EndsWith(" state=Paid", Assert.Single(_desk.Writes), StringComparison.Ordinal);
        _desk.Stage(c => c.Delete(order));
        Assert.Equal((RowAction.Delete, 5u), Assert.Single(_desk.Unit.ToWrite().Rows) is var row ? (row.Action, row.Version) : default);
    }

    /// <summary>U5</summary>
    [Fact]
    public void An_insert_leaves_unset_server_defaults_to_the_server_unless_set_names_them()
    {
        _desk.Add(new Traveler { Name = "Ann" });
        _desk.Add(new Traveler { Name = "Bob", CreatedAt = Desk.Created });
        _desk.Stage(c => c.Add(new Traveler { Name = "Cid" }, x => x.CreatedAt, out _));
        var rows = _desk.Unit.ToWrite().Rows;
        var createdAt = Shop.Model.Entity(typeof(Traveler)).Property("CreatedAt")!.Ordinal;
        Assert.Equal([false, true, true], rows.Select(r => r.Writes.Contains(createdAt)));
        Assert.Equal("insert Traveler name=Ann age=0 destination_id=null", _desk.Writes[0]);
    }

    [Fact]
    public void A_change_of_a_new_row_becomes_part_of_its_insert()
    {
        var ann = _desk.Add(new Traveler { Name = "Ann" });
        var older = _desk.Update(ann.Value, x => x with { Age = 36 });
        _desk.Update(older, x => x with { Name = "Anna" });
        Assert.Equal(["insert Traveler name=Anna age=36 destination_id=null"], _desk.Writes);
        Assert.Equal(36, _desk.Commit().Of(ann).Age);
    }

    [Fact]
    public void Deleting_a_new_row_cancels_its_insert()
    {
        var ann = _desk.Add(new Traveler { Name = "Ann" });
        _desk.Stage(c => c.Delete(ann.Value));
        Assert.Empty(_desk.Writes);
        Assert.Throws<NotTrackedException>(() => _desk.Update(ann.Value, x => x with { Age = 3 }));
    }

    [Fact]
    public void A_delete_takes_the_place_of_a_change()
    {
        var ann = Ann();
        _desk.Update(ann, x => x with { Age = 36 });
        _desk.Stage(c => c.Delete(ann).Delete(ann));
        Assert.Equal(["delete Traveler#7"], _desk.Writes);
        Assert.Throws<StatementException>(() => _desk.Update(ann, x => x with { Age = 3 }));
    }

    /// <summary>U12</summary>
    [Fact]
    public void A_delete_and_an_add_of_one_key_are_an_update()
    {
        var order = _desk.Read(new Order { Id = new(Guid.CreateVersion7()), Total = new(1, "EUR") }, ("BuyerId", 7));
        Added<Order> added = null!;
        _desk.Stage(c => c.Delete(order).Add(new Order { Id = order.Id, Total = new(2, "EUR"), Buyer = ToOne.ByKey(7) }, out added));
        Assert.EndsWith(" total_amount=2", Assert.Single(_desk.Writes), StringComparison.Ordinal);
        Assert.Equal(order.Version, Assert.Single(_desk.Unit.ToWrite().Rows).Version);
        Assert.Equal(2, _desk.Commit().Of(added).Total.Amount);
    }

    [Fact]
    public void Two_values_with_one_key_are_refused_before_anything_is_sent()
    {
        var order = new Order { Id = new(Guid.CreateVersion7()), Total = new(1, "EUR"), Buyer = ToOne.ByKey(7) };
        _desk.Add(order);
        var error = Assert.Throws<StatementException>(() => _desk.Add(order with { State = OrderState.Paid }));
        Assert.Contains(order.Id.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Single(_desk.Writes);
    }

    /// <summary>S2</summary>
    [Fact]
    public void Within_a_unit_the_staged_state_is_found_and_a_staged_delete_is_not()
    {
        var ann = Ann();
        _desk.Update(ann, x => x with { Age = 36 });
        Assert.Equal(36, _desk.Find<Traveler>(7)!.Age);
        var order = _desk.Add(new Order { Id = new(Guid.CreateVersion7()), Total = new(1, "EUR"), Buyer = ToOne.ByKey(7) });
        Assert.Equal(1, _desk.Find<Order>(order.Value.Id)!.Total.Amount);
        _desk.Stage(c => c.Delete(ann));
        Assert.Null(_desk.Find<Traveler>(7));
        Assert.True(_desk.Map.IsDeleted(_desk.Key<Traveler>(7)));
        Assert.Null(_desk.Find<Traveler>(8));
        _desk.Rollback();
        Assert.Equal(35, _desk.Find<Traveler>(7)!.Age);
    }

    /// <summary>L12</summary>
    [Fact]
    public void A_row_read_again_does_not_overwrite_what_is_staged_for_it()
    {
        var ann = Ann();
        _desk.Update(ann, x => x with { Age = 36 });
        var read = _desk.Read(ann with { Age = 50, Name = "other" });
        Assert.Equal((36, "Ann"), (read.Age, read.Name));
        Assert.Equal(["update Traveler#7 age=36"], _desk.Writes);
    }

    /// <summary>S6</summary>
    [Fact]
    public void A_mark_brings_back_what_was_staged_then()
    {
        var ann = Ann();
        _desk.Update(ann, x => x with { Age = 36 });
        var mark = _desk.Unit.Mark();
        _desk.Update(ann, x => x with { Name = "Anna" });
        _desk.Unit.Return(mark);
        Assert.Equal(["update Traveler#7 age=36"], _desk.Writes);
    }

    [Fact]
    public void A_refused_change_leaves_the_unit_as_it_was()
    {
        var ann = Ann();
        _desk.Update(ann, x => x with { Age = 36 });
        var before = _desk.Writes;
        Assert.Throws<StaleEntityException>(() => _desk.Update(ann, x => x with { Name = "Anna", Age = 40 }));
        Assert.Equal(before, _desk.Writes);
    }

    [Fact]
    public void A_mark_is_come_back_to_as_often_as_one_likes()
    {
        var ann = Ann();
        _desk.Update(ann, x => x with { Age = 36 });
        var (mark, before) = (_desk.Unit.Mark(), _desk.Writes);
        for (var i = 0; i < 2; i++)
        {
            _desk.Update(ann, x => x with { Name = "Anna" });
            Assert.NotEqual(before, _desk.Writes);
            _desk.Unit.Return(mark);
            Assert.Equal(before, _desk.Writes);
        }
    }

    [Fact]
    public void A_refused_change_takes_the_new_rows_along_that_it_led_to_and_no_others()
    {
        var order = new Order { Id = new(Guid.CreateVersion7()), Total = new(1, "EUR") };
        var changes = Shop.Model.Changes
            .Update(order, x => x with { Lines = x.Lines.Add(new OrderLine { Number = 1, Article = "map" }) })
            .Add(new Traveler { Name = "Ann" });
        var operations = changes.Operations.ToList();
        Assert.Equal([2, 1], operations.Select(o => o.Count));
        Assert.Throws<NotTrackedException>(() => _desk.Unit.Stage(operations[0]));
        Assert.True(_desk.Unit.IsEmpty);
        _desk.Unit.Stage(operations[1]);
        Assert.Single(_desk.Writes);
    }

    [Fact]
    public void A_detached_row_is_neither_written_nor_known()
    {
        var ann = Ann();
        _desk.Update(ann, x => x with { Age = 36 });
        _desk.Unit.Detach(_desk.Key<Traveler>(7));
        Assert.True(_desk.Unit.IsEmpty);
        Assert.Throws<NotTrackedException>(() => _desk.Update(ann, x => x with { Age = 36 }));
    }

    /// <summary>L13</summary>
    [Fact]
    public void A_deferred_column_that_was_not_read_is_left_alone_and_written_when_it_is_given()
    {
        var ann = Ann();
        _desk.Stage(c => c.Update(ann with { Age = 36 }));
        Assert.Equal(["update Traveler#7 age=36"], _desk.Writes);
        _desk.Update(ann, x => x with { Diary = "dear" });
        Assert.Equal(["update Traveler#7 age=36 diary=dear"], _desk.Writes);
        Assert.Equal("dear", _desk.Commit().Of<Traveler>(7).Diary.Value);
    }
}
