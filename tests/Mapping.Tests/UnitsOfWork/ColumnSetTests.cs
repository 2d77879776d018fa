using AkkaOrm.UnitsOfWork;

namespace AkkaOrm.Tests.UnitsOfWork;

/// <summary>Sets of columns, also of entities with more than 64.</summary>
public sealed class ColumnSetTests
{
    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 0, 1, 63 })]
    [InlineData(new[] { 64 })]
    [InlineData(new[] { 3, 63, 64, 127, 128, 200 })]
    public void A_set_has_the_ordinals_it_was_given_in_ascending_order(int[] ordinals)
    {
        var set = ordinals.Reverse().Aggregate(default(ColumnSet), (s, o) => s.With(o));
        Assert.Equal(ordinals, set.Ordinals);
        Assert.Equal(ordinals, Enumerable.Range(0, 300).Where(o => set[o]));
        Assert.Equal(ordinals.Length == 0, set.IsEmpty);
    }

    [Fact]
    public void Sets_are_equal_whatever_the_order_they_were_made_in()
    {
        var (left, right) = (default(ColumnSet).With(70).With(2).With(130), default(ColumnSet).With(130).With(70).With(2));
        Assert.Equal(left, right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.NotEqual(left, right.With(71));
        Assert.Equal(left, left.With(70));
    }
}
