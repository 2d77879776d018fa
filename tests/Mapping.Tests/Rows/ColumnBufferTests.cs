using AkkaOrm.Rows;

namespace AkkaOrm.Tests.Rows;

/// <summary>Columns of a page.</summary>
public sealed class ColumnBufferTests
{
    private static ColumnBuffer<int> Column(params int?[] values)
    {
        var column = new ColumnBuffer<int>(0);
        foreach (var value in values) column.AppendValue(value);
        return column;
    }

    private static object?[] Values(ColumnBuffer column) => [.. Enumerable.Range(0, column.Count).Select(column.GetValue)];

    [Fact]
    public void A_column_grows_with_what_is_put_in()
    {
        var column = Column([.. Enumerable.Range(0, 1000).Select(i => i % 7 == 0 ? (int?)null : i)]);
        Assert.Equal(1000, column.Count);
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(i % 7 == 0 ? null : i, column.GetValue(i)));
    }

    [Fact]
    public void Columns_joined_keep_their_order_and_their_nulls() =>
        Assert.Equal([1, null, 2, 3, null], Values(Column(1, null).Join([Column(2, 3), Column((int?)null)])));

    [Fact]
    public void A_trimmed_column_holds_what_it_held()
    {
        var column = new ColumnBuffer<int>(1024);
        column.Append(1);
        column.AppendNull();
        column.Trim();
        Assert.Equal([1, null], Values(column));
        Assert.True(column.Items.Length < 1024);
    }

    [Fact]
    public void A_cleared_column_has_forgotten_its_nulls()
    {
        var column = Column(null, null);
        column.Clear();
        column.Append(7);
        Assert.Equal([7], Values(column));
    }

    [Fact]
    public void Rows_are_the_same_when_both_are_null_or_equal()
    {
        Assert.True(Column(1, null).IsSame(1, Column((int?)null), 0));
        Assert.True(Column(1, null).IsSame(0, Column(1), 0));
        Assert.False(Column(0, null).IsSame(1, Column(0), 0));
        Assert.False(Column(1).IsSame(0, Column(2), 0));
    }
}
