using AkkaOrm.Compilation;
using AkkaOrm.Rows;
using AkkaOrm.Types;
using Xunit;

namespace Integration.Tests.Connections;

/// <summary>How the rows of a statement are handed over: in pages that stay small, or as what was made of them.</summary>
public sealed class RowPagesTests(DriverFixture database) : IClassFixture<DriverFixture>
{
    private const string Numbers = "SELECT n, CASE WHEN n % 2 = 0 THEN 'even' END FROM generate_series(1, 10000) n ORDER BY n";

    private static CompiledStatement Statement(string sql, params bool[] neverNull) => new(sql, [], [StoreTypes.Integer, StoreTypes.Text], StatementKind.Read) { NeverNull = [.. neverNull] };

    [Fact]
    public async Task Many_rows_come_in_several_pages_and_are_one_where_that_is_asked_for()
    {
        await using var connection = await database.OpenAsync();
        for (var time = 0; time < 2; time++)
        {
            var result = (await connection.RunAsync(new BoundStatement(Statement(Numbers, false, false), [])))[0];
            Assert.True(result.Pages.Length > 1);
            Assert.Equal(10_000, result.RowCount);
            Assert.Equal(Enumerable.Range(1, 10_000), Enumerable.Range(0, 10_000).Select(row => result.Rows.Get<int>(0, row)));
            Assert.All(Enumerable.Range(0, 10_000), row => Assert.Equal(row % 2 == 0, result.Rows.IsNull(1, row)));
        }
    }

    /// <summary>A model may say less than the table allows.</summary>
    [Fact]
    public async Task A_null_that_was_not_expected_is_null_all_the_same()
    {
        await using var connection = await database.OpenAsync();
        var result = (await connection.RunAsync(new BoundStatement(Statement("SELECT CASE WHEN n = 1 THEN NULL ELSE n END::int, CASE WHEN n = 2 THEN NULL ELSE 'text' END FROM generate_series(1, 3) n", true, true), [])))[0];
        Assert.Equal([null, 2, 3], Enumerable.Range(0, 3).Select(row => result.Rows.GetValue(0, row)));
        Assert.Equal(["text", null, "text"], Enumerable.Range(0, 3).Select(row => result.Rows.GetValue(1, row)));
    }

    [Fact]
    public async Task Values_are_made_while_rows_are_read_unless_several_asked()
    {
        await using var connection = await database.OpenAsync();
        var statement = Statement(Numbers, true, false);
        statement.Maker = new RowMaker<string>((page, from, count, into, at) =>
        {
            for (var i = 0; i < count; i++) into[at + i] = $"{page.Get<int>(0, from + i)}{(page.IsNull(1, from + i) ? "" : page.Get<string>(1, from + i))}";
        });
        var made = (await connection.RunAsync(new BoundStatement(statement, [])))[0];
        Assert.Equal(10_000, made.RowCount);
        Assert.Equal(Enumerable.Range(1, 10_000).Select(n => n % 2 == 0 ? $"{n}even" : $"{n}"), Assert.IsType<MadeRows<string>>(made.Made).Values());
        var shared = (await connection.RunAsync(new BoundStatement(statement, []) { IsShared = true }))[0];
        Assert.Null(shared.Made);
        Assert.Equal(10_000, shared.Rows.RowCount);
    }

    [Fact]
    public async Task What_making_a_value_throws_leaves_the_connection_in_step()
    {
        await using var connection = await database.OpenAsync();
        var statement = Statement(Numbers, true, false);
        statement.Maker = new RowMaker<string>((_, _, _, _, _) => throw new FormatException("not made"));
        var result = (await connection.RunAsync(new BoundStatement(statement, [])))[0];
        Assert.Equal("not made", Assert.Throws<FormatException>(() => ((MadeRows<string>)result.Made!).Values()).Message);
        Assert.False(connection.IsBroken);
        Assert.Equal("next", (await connection.RunAsync(Plans.Bound("SELECT 'next'", [StoreTypes.Text])))[0].Rows.Get<string>(0, 0));
    }
}
