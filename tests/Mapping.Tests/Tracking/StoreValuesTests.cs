using AkkaOrm.Tracking;

namespace AkkaOrm.Tests.Tracking;

public sealed class StoreValuesTests
{
    [Fact]
    public void Arrays_are_the_same_by_their_elements()
    {
        Assert.True(StoreValues.Same(new byte[] { 1, 2 }, new byte[] { 1, 2 }));
        Assert.False(StoreValues.Same(new byte[] { 1, 2 }, new byte[] { 1, 3 }));
        Assert.True(StoreValues.Same(new int?[] { 1, null }, new int?[] { 1, null }));
        Assert.False(StoreValues.Same(new int?[] { 1 }, new[] { 1 }));
        Assert.True(StoreValues.Same(null, null));
        Assert.False(StoreValues.Same(null, 0));
        Assert.True(StoreValues.Same(1.0m, 1.00m));
    }

    [Fact]
    public void What_its_owner_could_change_is_kept_as_a_copy()
    {
        byte[] given = [1];
        Assert.NotSame(given, StoreValues.Kept(given));
        Assert.Equal(given, StoreValues.Kept(given));
        Assert.Same("a", StoreValues.Kept("a"));
    }
}
