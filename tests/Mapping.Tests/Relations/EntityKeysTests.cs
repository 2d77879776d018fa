using AkkaOrm.Relations;
using Xunit;

namespace AkkaOrm.Tests.Relations;

public class EntityKeysTests
{
    private sealed record ById(int Id);
    private sealed record ByClassName(Guid ByClassNameId);
    private sealed record Keyless(string Name);
    private record Seat(int Row, int Number);
    private sealed record WindowSeat(int Row, int Number) : Seat(Row, Number);
    private sealed record Late(int Id, string Code);

    [Fact]
    public void By_convention_the_key_is_Id_or_ClassId()
    {
        var id = Guid.NewGuid();
        Assert.Equal(7, EntityKeys.Of(new ById(7)));
        Assert.Equal(id, EntityKeys.Of(new ByClassName(id)));
        Assert.Null(EntityKeys.Of(new Keyless("x")));
    }

    [Fact]
    public void A_key_that_is_not_set_is_none()
    {
        Assert.Null(EntityKeys.Of(new ById(0)));
        Assert.Null(EntityKeys.Of(new ByClassName(Guid.Empty)));
    }

    [Fact]
    public void A_key_of_the_model_holds_for_derived_classes_too()
    {
        EntityKeys.Register(typeof(Seat), static seat => (((Seat)seat).Row, ((Seat)seat).Number));
        Assert.Equal((1, 2), EntityKeys.Of(new WindowSeat(1, 2)));
    }

    [Fact]
    public void A_key_registered_after_the_first_use_takes_over()
    {
        Assert.Equal(7, EntityKeys.Of(new Late(7, "NO")));
        EntityKeys.Register(typeof(Late), static late => ((Late)late).Code);
        Assert.Equal("NO", EntityKeys.Of(new Late(7, "NO")));
    }
}
