using AkkaOrm.Materialization;
using AkkaOrm.Rows;

namespace AkkaOrm.Tests.Materialization;

/// <summary>Children stand together by the key of their parent, in the order they came.</summary>
public sealed class ChildGroupsTests
{
    private static ColumnBuffer<T> Column<T>(params object?[] values)
    {
        var column = new ColumnBuffer<T>(values.Length);
        foreach (var value in values) column.AppendValue(value);
        return column;
    }

    private static RowPage Page(params ColumnBuffer[] columns) => new([.. columns], columns[0].Count);

    private static int[] Of(ChildGroups groups, int group)
    {
        var (from, count) = groups[group];
        return groups.Order[from..(from + count)];
    }

    [Fact]
    public void Children_of_several_pages_are_numbered_through()
    {
        var groups = ChildGroups.Of([Page(Column<int>(2, 1, null)), Page(Column<int>(1, 2, 3))], [0]);
        Assert.Equal([1, 3], Of(groups, groups.Find(1)));
        Assert.Equal([0, 4], Of(groups, groups.Find(2)));
        Assert.Equal([5], Of(groups, groups.Find(Page(Column<int>(9, 3)), 1, [0])));
    }

    [Fact]
    public void A_parent_without_children_or_without_a_key_has_none()
    {
        var groups = ChildGroups.Of([Page(Column<int>(1))], [0]);
        var parents = Page(Column<int>(null, 4));
        Assert.Empty(Of(groups, groups.Find(parents, 0, [0])));
        Assert.Empty(Of(groups, groups.Find(parents, 1, [0])));
        Assert.Empty(Of(ChildGroups.Of([RowPage.Empty], [0]), ChildGroups.None));
    }

    [Fact]
    public void Keys_of_texts_and_of_several_columns_are_compared_by_value()
    {
        var texts = ChildGroups.Of([Page(Column<string>("a", "b", "a"))], [0]);
        Assert.Equal([0, 2], Of(texts, texts.Find(Page(Column<string>(new string('a', 1))), 0, [0])));
        var pairs = ChildGroups.Of([Page(Column<int>(1, 1, 2), Column<string>("x", "y", "x"))], [0, 1]);
        Assert.Equal([1], Of(pairs, pairs.Find(Page(Column<string>("y"), Column<int>(1)), 0, [1, 0])));
    }
}
