using AkkaOrm.Tests.Models;
using AkkaOrm.UnitsOfWork;
using Xunit;

namespace AkkaOrm.Tests.UnitsOfWork;

/// <summary>Changes as a value: what is taken from values when they are given.</summary>
public sealed class ChangesTests
{
    private static readonly Changes None = Shop.Model.Changes;
    private static readonly Model Files = Model.Create(m => m.Entity<Picture>().Entity<Setting>());

    [Fact]
    public void Changes_are_a_value_and_every_method_gives_a_new_one()
    {
        var one = None.Add(new Traveler { Name = "Ann" }, out var ann);
        var two = one.Delete(new Country(578, "NO", "Norway"));
        Assert.Equal((0, 1, 2), (None.Count, one.Count, two.Count));
        Assert.Equal("Ann", Assert.Single(two.Added<Traveler>()).Name);
        Assert.Equal("NO", Assert.Single(two.Deleted<Country>()).Code);
        Assert.Empty(two.Updated<Traveler>());
        Assert.Same(ann.Value, two.Added<Traveler>()[0]);
    }

    [Fact]
    public void They_print_keys_and_names_and_no_values()
    {
        var ann = new Traveler { Id = 7, Name = "Ann", Age = 35 };
        var changes = None.Add(new Traveler { Name = "Secret", Destination = ToOne.ByKey(578) }).Update(ann, x => x with { Age = 36, Destination = null }).Update(ann).Delete(ann);
        Assert.Equal("""
            add new Traveler (Name, Age, DestinationId, Destination)
            update Traveler#7 (Age, Destination)
            update Traveler#7 (Name, Age, DestinationId)
            delete Traveler#7
            """.ReplaceLineEndings("\n"), changes.ToString());
    }

    [Fact]
    public void A_handle_is_equal_to_another_of_the_same_row()
    {
        var traveler = new Traveler { Name = "Ann" };
        var changes = None.Add(traveler, out var first);
        _ = changes.Add(traveler, out var again);
        _ = None.Add(traveler, out var other);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.Equal("new Traveler", first.ToString());
        Assert.Equal("new Traveler", first.Key.ToString());
    }

    [Fact]
    public void What_is_done_to_an_object_after_it_was_given_is_not_seen()
    {
        var employee = new Employee { Name = "Nancy" };
        var picture = new Picture { Bytes = [1, 2] };
        var changes = None.Add(employee);
        var files = Files.Changes.Add(picture);
        employee.Name = "changed";
        picture.Bytes[0] = 9;
        Assert.Equal("Nancy", changes.All[0].Values[Shop.Model.Entity(typeof(Employee)).Property("Name")!.Ordinal]);
        Assert.Equal(new byte[] { 1, 2 }, files.All[0].Values[Files.Entity(typeof(Picture)).Property("Bytes")!.Ordinal]);
    }

    [Fact]
    public void A_function_that_changes_the_object_and_gives_it_back_is_compared_with_what_it_was()
    {
        var employee = new Employee { Id = 3, Name = "Nancy" };
        var changes = None.Update(employee, e =>
        {
            e.Name = "Ann";
            return e;
        });
        Assert.Equal("update Employee#3 (Name)", changes.ToString());
    }

    [Fact]
    public void Add_walks_to_values_without_a_key_and_takes_each_once()
    {
        var norway = new Country(0, "NO", "Norway", new Region(0, "Europe"));
        var ann = new Traveler { Name = "Ann", Destination = norway };
        var bob = new Traveler { Name = "Bob", Destination = norway };
        var changes = None.Add(ann).Add(bob);
        Assert.Equal([typeof(Traveler), typeof(Country), typeof(Region), typeof(Traveler)], changes.All.Select(c => c.Entity!.GetType()));
    }

    [Fact]
    public void Add_does_not_walk_to_values_that_have_a_key()
    {
        var changes = None.Add(new Traveler { Name = "Ann", Destination = new Country(578, "NO", "Norway") });
        Assert.Equal(1, changes.Count);
    }

    [Fact]
    public void Update_walks_to_values_that_are_new_in_it_and_to_no_others()
    {
        var order = new Order { Id = new(Guid.CreateVersion7()), Total = new(1, "EUR"), Lines = [new OrderLine { Id = 5, Number = 1, Article = "map" }] };
        var changes = None.Update(order, x => x with { Lines = x.Lines.Add(new OrderLine { Number = 2, Article = "tent" }) });
        Assert.Equal("tent", Assert.Single(changes.Added<OrderLine>()).Article);
        Assert.Equal(2, changes.Count);
    }

    [Fact]
    public void What_was_new_in_the_value_before_too_is_not_added_again()
    {
        var given = new Employee { Name = "New" };
        var before = new Employee { Id = 1, Name = "Nancy", Reports = [given] };
        var changes = None.Update(before, new Employee { Id = 1, Name = "Ann", Reports = [given] });
        Assert.Equal("update Employee#1 (Name)", changes.ToString());
    }

    [Fact]
    public void Null_for_a_column_that_takes_none_is_refused_at_once()
    {
        var error = Assert.Throws<InvalidValueException>(() => None.Add(new Traveler { Name = null! }));
        Assert.Equal(("Traveler", "Name"), (error.Entity, error.Property));
        Assert.Throws<InvalidValueException>(() => None.Update(new Traveler { Id = 1, Name = "Ann" }, x => x with { Name = null! }));
    }

    [Fact]
    public void A_text_that_the_server_cannot_hold_is_refused_without_being_quoted()
    {
        var error = Assert.Throws<InvalidValueException>(() => None.Add(new Traveler { Name = "a\0secret" }));
        Assert.Equal(("Traveler", "Name"), (error.Entity, error.Property));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_required_relation_that_is_none_is_refused_at_once()
    {
        var error = Assert.Throws<InvalidValueException>(() => None.Add(new Order { Total = new(1, "EUR"), Buyer = null! }));
        Assert.Equal(("Order", "Buyer"), (error.Entity, error.Property));
    }

    [Fact]
    public void A_class_of_no_model_or_of_another_is_refused_by_name()
    {
        Assert.Contains("Setting", Assert.Throws<StatementException>(() => None.Add(new Setting())).Message, StringComparison.Ordinal);
        Assert.Throws<StatementException>(() => None.Append(Files.Changes.Add(new Setting())));
    }

    [Fact]
    public void A_value_that_was_neither_loaded_nor_added_cannot_be_updated_or_deleted()
    {
        Assert.Contains("without a key", Assert.Throws<NotTrackedException>(() => None.Update(new Traveler { Name = "Ann" })).Message, StringComparison.Ordinal);
        Assert.Throws<NotTrackedException>(() => None.Delete(new Traveler { Name = "Ann" }));
    }

    [Fact]
    public void A_key_stays()
    {
        var error = Assert.Throws<StatementException>(() => None.Update(new Traveler { Id = 7, Name = "Ann" }, x => x with { Id = 8 }));
        Assert.Contains("Traveler#7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_columns_that_set_names_are_taken_and_others_refused()
    {
        var type = Shop.Model.Entity(typeof(Traveler));
        var changes = None.Add(new Traveler { Name = "Ann" }, x => new { x.CreatedAt, x.Age }, out _);
        Assert.Equal([type.Property("CreatedAt")!.Ordinal, type.Property("Age")!.Ordinal], changes.All[0].ExplicitlySet.ToArray());
        Assert.Throws<StatementException>(() => None.Add(new Traveler { Name = "Ann" }, x => x.Destination, out _));
    }

    [Fact]
    public void A_uuid_that_nobody_else_fills_is_made_when_it_is_left_out()
    {
        var changes = Files.Changes.Add(new Picture { Bytes = [] }, out var added);
        Assert.Equal(added.TemporaryKey, changes.All[0].Values[0]);
    }

    public sealed record Picture
    {
        public Guid Id { get; init; }
        public byte[] Bytes { get; init; } = [];
    }

    public sealed record Setting
    {
        public int Id { get; init; }
    }
}
