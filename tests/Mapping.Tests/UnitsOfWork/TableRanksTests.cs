using AkkaOrm.Types;
using AkkaOrm.UnitsOfWork;
using Xunit;

namespace AkkaOrm.Tests.UnitsOfWork;

public class TableRanksTests
{
    [Fact]
    public void Parents_rank_before_children_and_members_of_a_cycle_as_the_model_has_them()
    {
        var model = new FlushModel();
        var types = new[] { "Line", "Order", "A", "B", "Customer" }.Select(name => model.Add(name, "", ("x", StoreTypes.Integer, true))).ToArray();
        FlushModel.Refer(types[0], types[1], "x");
        FlushModel.Refer(types[1], types[4], "x");
        FlushModel.Refer(types[2], types[3], "x");
        FlushModel.Refer(types[3], types[2], "x");
        Assert.Equal(["A", "B", "Customer", "Order", "Line"], TableRanks.Of(types).OrderBy(r => r.Value).Select(r => r.Key.Name));
    }
}
