using AkkaOrm.UnitsOfWork;
using Xunit;

namespace AkkaOrm.Tests.UnitsOfWork;

public class DependencySortTests
{
    [Fact]
    public void Each_comes_after_what_it_needs_and_else_in_the_preferred_order() =>
        Assert.Equal([1, 3, 0, 2], DependencySort.Order(4, [(3, 0), (0, 2)], Comparer<int>.Create((a, b) => (a != 1, a).CompareTo((b != 1, b)))));

    [Fact]
    public void Members_of_a_cycle_and_what_comes_after_are_left_out() =>
        Assert.Equal([0], DependencySort.Order(4, [(0, 1), (1, 2), (2, 1), (2, 3)], Comparer<int>.Default));

    [Fact]
    public void Two_have_the_same_component_when_each_needs_the_other()
    {
        var component = DependencySort.Components(6, [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 3)]);
        Assert.Equal(component[0], component[1]);
        Assert.Equal(component[0], component[2]);
        Assert.Equal(component[3], component[4]);
        Assert.Equal(3, component.Distinct().Count());
    }

    [Fact]
    public void A_chain_of_100000_does_not_need_as_much_stack()
    {
        var edges = Enumerable.Range(0, 99_999).Select(i => (i, i + 1)).ToList();
        Assert.Equal(100_000, DependencySort.Components(100_000, edges).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 100_000), DependencySort.Order(100_000, edges, Comparer<int>.Default));
    }

    /// <summary>Against the plain definition, on random graphs.</summary>
    [Fact]
    public void Components_are_those_of_mutual_reachability()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var edges = Enumerable.Range(0, random.Next(20)).Select(_ => (random.Next(9), random.Next(9))).ToList();
            var component = DependencySort.Components(9, edges);
            for (var a = 0; a < 9; a++)
            {
                for (var b = 0; b < 9; b++)
                {
                    Assert.Equal(DependencySort.Reaches(a, b, edges) && DependencySort.Reaches(b, a, edges), component[a] == component[b]);
                }
            }
        }
    }
}
