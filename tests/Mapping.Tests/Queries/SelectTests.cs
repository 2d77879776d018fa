using AkkaOrm.Compilation;
using AkkaOrm.Rows;
using AkkaOrm.Tests.Models;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Queries;

/// <summary>Q1, Q2: what is made of rows.</summary>
public sealed class SelectTests
{
    private static readonly Query<Traveler> All = From<Traveler>();

    private sealed record Line(int Id, string? Where, int? Region = null)
    {
        public string Note { get; init; } = "";
    }

    private sealed record Nested
    {
        public Nested? Inner { get; init; }
        public int? Id { get; init; }
        public int? Age { get; init; }
        public List<object> Parts { get; init; } = [];
    }

    [Fact]
    public void What_is_nested_otherwise_is_another_shape()
    {
        Assert.False(All.Select(x => new Nested { Inner = new() { Id = x.Id }, Age = x.Age }).Shape.Equals(All.Select(x => new Nested { Inner = new() { Id = x.Id, Age = x.Age } }).Shape));
        Assert.False(All.Select(x => new object[] { new object[] { x.Name }, x.Name, x.Name }).Shape.Equals(All.Select(x => new object[] { new object[] { x.Name, x.Name }, x.Name }).Shape));
        Assert.False(All.Select(x => new List<object> { new List<object> { x.Name }, x.Name }).Shape.Equals(All.Select(x => new List<object> { new List<object> { x.Name, x.Name } }).Shape));
    }

    private sealed record Picture(int Id, byte[]? Bytes);

    [Fact]
    public void Bytes_belong_to_who_asked()
    {
        var read = ReadPlanner.Fetch(Model.Create(m => m.Entity<Picture>()), From<Picture>().Select(x => new { x.Bytes }));
        var shape = (ResultShape.Projection)read.Shape;
        var column = read.Plan.Steps[0].Statement.Columns[0].CreateColumn(2);
        column.AppendValue(new byte[] { 1, 2 });
        column.AppendNull();
        var page = new RowPage([column], 2);
        byte[]? Bytes(int row) => (byte[]?)shape.Read(page, row)!.GetType().GetProperty("Bytes")!.GetValue(shape.Read(page, row));
        Bytes(0)![0] = 9;
        Assert.Equal([1, 2], Bytes(0));
        Assert.Null(Bytes(1));
    }

    [Fact]
    public void Only_the_columns_named_are_read() =>
        Assert.Equal("SELECT t0.\"id\", t1.\"name\" FROM \"traveler\" t0 LEFT JOIN \"country\" t1 ON t1.\"id\" = t0.\"destination_id\"", Ask.Sql(All.Select(x => new Line(x.Id, x.Destination.Value.Name, null))));

    [Fact]
    public void A_column_read_twice_is_sent_once() => Assert.Equal("SELECT t0.\"age\" FROM \"traveler\" t0", Ask.Sql(All.Select(x => new { x.Age, Again = x.Age })));

    [Fact]
    public void Constructors_and_initialisers_run_on_the_client()
    {
        var note = "n";
        var query = All.Select(x => new Line(x.Id, x.Destination.Value.Name, x.Destination.Value.RegionId) { Note = note });
        Assert.Equal([new Line(1, "Norway", 2) { Note = "n" }, new Line(2, null, null) { Note = "n" }], Read<Line>(query, [[1, "Norway", 2], [2, null, null]]));
    }

    [Fact]
    public void A_value_in_the_result_is_read_anew_each_time()
    {
        Query<string> Noted(string note) => All.Select(x => x.Name + note);
        Query<Line> Made(string note) => All.Select(x => new Line(x.Id, note, null));
        Assert.Equal(["a"], Ask.Values(Noted("a")));
        Assert.Equal("a", Read<Line>(Made("a"), [[1]])[0].Where);
        Assert.Equal("b", Read<Line>(Made("b"), [[1]])[0].Where);
    }

    [Fact]
    public void Null_where_none_may_be_is_an_error_that_says_what_to_do()
    {
        var error = Assert.Throws<InvalidValueException>(() => Read<int>(All.Select(x => x.Destination.Value.RegionId), [[null]]));
        Assert.Contains("int", error.Hint, StringComparison.OrdinalIgnoreCase);
        Assert.Equal([null], Read<int?>(All.Select(x => (int?)x.Destination.Value.RegionId), [[null]]));
    }

    [Fact]
    public void A_condition_as_a_value_is_true_or_false() =>
        Assert.Equal("SELECT (t0.\"destination_id\" > $1) IS TRUE FROM \"traveler\" t0", Ask.Sql(All.Select(x => x.DestinationId > 5)));

    [Fact]
    public void A_choice_between_made_values_is_made_on_the_client()
    {
        var query = All.Select(x => x.Destination == null ? null : new Line(x.Id, x.Destination.Value.Name, null));
        Assert.Equal([null, new Line(2, "Norway", null)], Read<Line?>(query, [[true, 1, null], [false, 2, "Norway"]]));
    }

    [Fact]
    public void What_was_selected_can_be_filtered_and_ordered() => Assert.Equal(
        "SELECT t0.\"id\", t0.\"name\" FROM \"traveler\" t0 WHERE t0.\"name\" = $1 ORDER BY t0.\"id\"",
        Ask.Sql(All.Select(x => new { Key = x.Id, x.Name }).Where(r => r.Name == "Ann").OrderBy(r => r.Key)));

    [Fact]
    public void Aggregates_are_queries_of_one_row()
    {
        Assert.Equal("SELECT count(*)::integer FROM \"traveler\" t0 WHERE t0.\"age\" > $1", Ask.Sql(All.Where(x => x.Age > 3).OrderBy(x => x.Name).Include(x => x.Visits).Count()));
        Assert.Equal("SELECT EXISTS (SELECT 1 FROM \"traveler\" t0 WHERE t0.\"age\" > $1)", Ask.Sql(All.Where(x => x.Age > 3).OrderBy(x => x.Name).Any()));
        Assert.Equal("SELECT max(t0.\"age\") FROM \"traveler\" t0", Ask.Sql(All.Max(x => x.Age)));
        Assert.Equal("SELECT coalesce(sum(t0.\"age\"), 0)::integer FROM \"traveler\" t0", Ask.Sql(All.Sum(x => x.Age)));
        Assert.Equal("SELECT max(t0.\"age\") FROM \"traveler\" t0 LIMIT $1", Ask.Sql(All.Max(x => x.Age).Take(2)));
    }

    [Fact]
    public void The_highest_of_none_is_null_or_no_result()
    {
        Assert.Equal([null], Read<int?>(All.Max(x => (int?)x.Age), [[null]]));
        Assert.Throws<NoResultException>(() => Read<int>(All.Max(x => x.Age), [[null]]));
    }

    private static IReadOnlyList<T> Read<T>(Query<T> query, object?[][] rows)
    {
        var read = Ask.Read(query);
        var shape = Assert.IsAssignableFrom<ResultShape.Projection>(read.Shape);
        Assert.Equal(typeof(T), shape.ResultType);
        var columns = read.Plan.Steps[0].Statement.Columns.Select((type, i) =>
        {
            var column = type.CreateColumn(rows.Length);
            foreach (var row in rows) column.AppendValue(row[i]);
            return column;
        });
        var page = new RowPage([.. columns], rows.Length);
        return [.. Enumerable.Range(0, rows.Length).Select(row => (T)shape.Read(page, row)!)];
    }
}
