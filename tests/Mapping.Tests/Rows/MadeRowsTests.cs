using AkkaOrm.Rows;

namespace AkkaOrm.Tests.Rows;

/// <summary>Values that are made while rows are read.</summary>
public sealed class MadeRowsTests
{
    private static readonly FillRows<string> Fill = (page, from, count, into, at) =>
    {
        for (var i = 0; i < count; i++) into[at + i] = page.Get<int>(0, from + i) is >= 0 and var number ? $"n{number}" : throw new ArgumentException("below zero");
    };

    private static RowPage Page(int from, int count)
    {
        var column = new ColumnBuffer<int>(count);
        for (var i = 0; i < count; i++) column.Append(from + i);
        return new([column], count);
    }

    [Fact]
    public void Values_of_many_pages_come_in_the_order_of_the_rows()
    {
        var made = new RowMaker<string>(Fill).Begin();
        for (var i = 0; i < 100; i++) made.Take(Page(i * 128, 128));
        made.Take(Page(12_800, 5));
        Assert.Equal(12_805, made.Count);
        Assert.Equal(Enumerable.Range(0, 12_805).Select(i => $"n{i}"), Assert.IsType<MadeRows<string>>(made).Values());
    }

    [Fact]
    public void No_rows_are_no_values() => Assert.Empty(new MadeRows<string>(Fill).Values());

    /// <summary>The reader reads on to the end, and whoever asked hears of it.</summary>
    [Fact]
    public void What_making_a_value_throws_is_thrown_when_values_are_asked_for()
    {
        var made = new MadeRows<string>(Fill);
        made.Take(Page(-1, 2));
        made.Take(Page(0, 2));
        Assert.Equal("below zero", Assert.Throws<ArgumentException>(made.Values).Message);
    }
}
