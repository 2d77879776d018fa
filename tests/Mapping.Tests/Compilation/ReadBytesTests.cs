using System.Linq.Expressions;
using AkkaOrm.Tests.Models;
using AkkaOrm.Tracking;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Compilation;

/// <summary>What a question leaves on the heap before it is sent.</summary>
public sealed class ReadBytesTests
{
    private static readonly Func<int, int, Query<Traveler>> ByAge = Compile((int age, int place) => From<Traveler>().Where(x => x.Age == age && x.DestinationId > place));
    private static readonly Func<string, Query<Traveler>> ByName = Compile((string name) => From<Traveler>().Where(x => x.Name == name));
    private readonly Model _model = Shop.Model;
    private readonly int _number = 3;

    private sealed record Note(int Id, string Text);

    /// <summary>At most 1 KB over the tree that C# itself makes of the lambda.</summary>
    [Fact]
    public void A_query_of_two_conditions_costs_little_more_than_its_expression_tree()
    {
        var tree = Allocated.By(() =>
        {
            var (age, place) = (_number, _number + 1);
            Tree(x => x.Age == age && x.DestinationId > place);
        });
        var warm = Allocated.By(() =>
        {
            var (age, place) = (_number, _number + 1);
            ReadPlanner.Fetch(_model, From<Traveler>().Where(x => x.Age == age && x.DestinationId > place));
        });
        Allocated.AtMost(560, warm - tree);
    }

    [Fact]
    public void A_query_sent_again_costs_its_plan()
    {
        var query = ByAge(1, 2);
        Allocated.AtMost(288, Allocated.By(() => ReadPlanner.Fetch(_model, query)));
    }

    /// <summary>At most 0.3 KB.</summary>
    [Fact]
    public void A_compiled_query_costs_its_arguments()
    {
        Allocated.AtMost(144, Allocated.By(() => ByAge(_number, _number + 1)));
        Allocated.AtMost(88, Allocated.By(() => ByName("Ann")));
    }

    [Fact]
    public void The_plan_of_a_compiled_query_costs_no_more_than_that_of_one_sent_again()
    {
        var (call, query) = (Allocated.By(() => ByAge(_number, _number + 1)), ByAge(1, 2));
        var again = Allocated.By(() => ReadPlanner.Fetch(_model, query));
        Allocated.AtMost(again, Allocated.By(() => ReadPlanner.Fetch(_model, ByAge(_number, _number + 1))) - call);
    }

    [Fact]
    public void Looking_up_what_is_compiled_leaves_nothing_behind()
    {
        var (cache, shape) = (StatementCache.Of(_model), ByAge(1, 2).Shape);
        ReadPlanner.Fetch(_model, ByAge(1, 2));
        Allocated.AtMost(0, Allocated.By(() => Assert.NotNull(cache.Find(shape))));
    }

    [Fact]
    public void The_plan_of_a_find_is_small()
    {
        var plain = Model.Create(m => m.Entity<Note>());
        var (key, filtered) = (new EntityKey(plain.Entity(typeof(Note)), 7), new EntityKey(_model.Entity(typeof(Traveler)), 7));
        Allocated.AtMost(296, Allocated.By(() => ReadPlanner.Find(plain, key)));
        Allocated.AtMost(296, Allocated.By(() => ReadPlanner.Find(_model, filtered)));
    }

    private static Expression<Func<Traveler, bool>> Tree(Expression<Func<Traveler, bool>> tree) => tree;
}
