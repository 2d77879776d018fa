using Xunit;

namespace AkkaOrm.Tests.Errors;

public class ConstraintViolationExceptionTests
{
    private sealed record Money(decimal Amount, string Currency);
    private record Order(int Id, string Name, Money Total);
    private sealed record RushOrder(int Id, string Name, Money Total) : Order(Id, Name, Total);

    private static ConstraintViolationException On(params string[] properties) =>
        new(ConstraintKind.Unique, "order_key") { Entity = typeof(Order), Properties = properties };

    [Fact]
    public void It_is_asked_by_the_property_it_is_over()
    {
        Assert.True(On("Name").IsOn<Order>(x => x.Name));
        Assert.False(On("Name").IsOn<Order>(x => x.Id));
        Assert.False(On("Name").IsOn<Money>(x => x.Currency));
    }

    [Fact]
    public void A_value_type_reaches_it_through_a_conversion() => Assert.True(On("Id").IsOn<Order>(x => x.Id));

    [Fact]
    public void A_part_of_a_value_object_is_asked_by_its_path() => Assert.True(On("Total.Currency").IsOn<Order>(x => x.Total.Currency));

    [Fact]
    public void All_of_several_properties_must_be_in_it()
    {
        Assert.True(On("Id", "Name").IsOn<Order>(x => new { x.Id, x.Name }));
        Assert.False(On("Name").IsOn<Order>(x => new { x.Id, x.Name }));
    }

    [Fact]
    public void A_class_derived_from_the_one_asked_for_counts() =>
        Assert.True(new ConstraintViolationException(ConstraintKind.Unique, "k") { Entity = typeof(RushOrder), Properties = ["Name"] }.IsOn<Order>(x => x.Name));

    [Fact]
    public void Of_an_unknown_place_it_is_on_nothing() =>
        Assert.False(new ConstraintViolationException(ConstraintKind.Unique, "traveler_name_key").IsOn<Order>(x => x.Name));

    [Fact]
    public void What_is_no_property_is_refused() =>
        Assert.StartsWith("'x.Name.ToUpper()' names no property", Assert.Throws<ArgumentException>(() => On("Name").IsOn<Order>(x => x.Name.ToUpper())).Message);
}
