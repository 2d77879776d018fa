using AkkaOrm.Tests.Models;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Queries;

/// <summary>Q1, Q2: conditions, and the nulls of C#.</summary>
public sealed class WhereTests
{
    private static readonly Query<Traveler> All = From<Traveler>();

    [Fact]
    public void Columns_are_named_and_quoted_and_deferred_ones_left_out() => Assert.Equal(Ask.Travelers, Ask.Sql(All));

    [Fact]
    public void Comparison_and_logic_keep_their_grouping() =>
        Assert.Equal("(t0.\"age\" > $1 OR t0.\"id\" = $2) AND t0.\"age\" + $3 <= $4 * (t0.\"id\" - $5)", Ask.Where(All.Where(x => (x.Age > 3 || x.Id == 4) && x.Age + 1 <= 2 * (x.Id - 5))));

    [Fact]
    public void Several_wheres_all_hold() => Assert.Equal("t0.\"age\" > $1 AND t0.\"age\" < $2", Ask.Where(All.Where(x => x.Age > 3).Where(x => x.Age < 9)));

    [Fact]
    public void Not_is_carried_inwards() =>
        Assert.Equal("t0.\"age\" <= $1 AND t0.\"name\" <> $2", Ask.Where(All.Where(x => !(x.Age > 3 || x.Name == "Ann"))));

    [Fact]
    public void A_null_variable_becomes_is_null_and_another_value_a_parameter()
    {
        int? none = null, some = 5;
        Assert.Equal("t0.\"destination_id\" IS NULL", Ask.Where(All.Where(x => x.DestinationId == none)));
        Assert.Equal("t0.\"destination_id\" IS NOT NULL", Ask.Where(All.Where(x => x.DestinationId != none)));
        Assert.Equal("t0.\"destination_id\" = $1", Ask.Where(All.Where(x => x.DestinationId == some)));
    }

    [Fact]
    public void Unequal_holds_where_the_column_is_null() => Assert.Equal("t0.\"destination_id\" IS DISTINCT FROM $1", Ask.Where(All.Where(x => x.DestinationId != 5)));

    [Fact]
    public void The_opposite_of_a_comparison_holds_where_the_column_is_null() => Assert.Equal("(t0.\"destination_id\" > $1) IS NOT TRUE", Ask.Where(All.Where(x => !(x.DestinationId > 5))));

    [Fact]
    public void Two_columns_are_equal_when_both_are_null()
    {
        Assert.Equal("t0.\"manager_id\" IS NOT DISTINCT FROM t1.\"manager_id\"", Ask.Where(From<Employee>().Where(x => x.ManagerId == x.Manager.Value.ManagerId)));
        Assert.Equal("t0.\"manager_id\" = t0.\"id\"", Ask.Where(From<Employee>().Where(x => x.ManagerId == x.Id)));
    }

    [Fact]
    public void A_comparison_with_a_null_value_never_holds()
    {
        int? none = null;
        Assert.Equal("FALSE", Ask.Where(All.Where(x => x.Age > none)));
    }

    [Fact]
    public void HasValue_Value_coalesce_and_choice_are_sql()
    {
        Assert.Equal("t0.\"destination_id\" IS NOT NULL AND t0.\"destination_id\" > $1", Ask.Where(All.Where(x => x.DestinationId.HasValue && x.DestinationId.Value > 3)));
        Assert.Equal("coalesce(t0.\"destination_id\", $1) = $2", Ask.Where(All.Where(x => (x.DestinationId ?? 7) == 7)));
        Assert.Equal("CASE WHEN t0.\"age\" > $1 THEN t0.\"name\" ELSE $2 END = $3", Ask.Where(All.Where(x => (x.Age > 17 ? x.Name : "child") == "Ann")));
    }

    [Fact]
    public void Widening_on_a_column_is_left_away_so_that_its_index_serves()
    {
        var wide = 5L;
        Assert.Equal("t0.\"age\" = $1", Ask.Where(All.Where(x => x.Age == wide)));
        Assert.Equal([5L], Ask.Values(All.Where(x => x.Age == wide)));
        Assert.Equal("t0.\"age\"::double precision / $1 > $2", Ask.Where(All.Where(x => (double)x.Age / 2.0 > 1.5)));
    }

    [Fact]
    public void Enums_and_converted_keys_are_sent_as_they_are_stored()
    {
        var id = new OrderId(Guid.NewGuid());
        var orders = From<Order>().IgnoreFilters();
        Assert.Equal("t0.\"state\" = $1 AND t0.\"id\" = $2", Ask.Where(orders.Where(x => x.State == OrderState.Paid && x.Id == id)));
        Assert.Equal(["Paid", id.Value], Ask.Values(orders.Where(x => x.State == OrderState.Paid && x.Id == id)));
        Assert.Equal("t0.\"id\" = $1", Ask.Where(orders.Where(x => x.Id.Value == id.Value)));
    }

    [Fact]
    public void Value_objects_are_compared_column_by_column()
    {
        var orders = From<Order>().IgnoreFilters();
        var price = new Money(3.5m, "EUR");
        Assert.Equal("t0.\"total_amount\" > $1", Ask.Where(orders.Where(x => x.Total.Amount > 3)));
        Assert.Equal("t0.\"total_amount\" = $1 AND t0.\"total_currency\" = $2", Ask.Where(orders.Where(x => x.Total == price)));
        Assert.Equal([3.5m, "EUR"], Ask.Values(orders.Where(x => x.Total == price)));
        Assert.Equal("t0.\"where_x\" IS NULL AND t0.\"where_y\" IS NULL", Ask.Where(orders.Where(x => x.Where == null)));
        Assert.Equal("t0.\"where_x\" < $1", Ask.Where(orders.Where(x => x.Where!.Value.X < 1.5)));
    }

    [Fact]
    public void Dates_are_taken_apart_in_utc_and_now_is_the_servers()
    {
        Assert.Equal("extract(year from t0.\"on\")::integer = $1", Ask.Where(From<Visit>().Where(x => x.On.Year == 2025)));
        Assert.Equal("extract(month from t0.\"created_at\" AT TIME ZONE 'UTC')::integer = $1", Ask.Where(All.Where(x => x.CreatedAt.Month == 5)));
        Assert.Equal("t0.\"created_at\" > now() + $1 * interval '24 hours'", Ask.Where(All.Where(x => x.CreatedAt > DateTimeOffset.UtcNow.AddDays(-7))));
        Assert.Equal("t0.\"created_at\" > (now() AT TIME ZONE 'UTC' + $1 * interval '1 month') AT TIME ZONE 'UTC'", Ask.Where(All.Where(x => x.CreatedAt > DateTimeOffset.UtcNow.AddMonths(1))));
    }

    [Fact]
    public void A_condition_known_before_the_query_leaves_nothing_behind()
    {
        string? text = null;
        Assert.Equal(Ask.Travelers, Ask.Sql(All.Where(x => text == null || x.Name.Contains(text))));
        text = "n";
        Assert.Equal("t0.\"name\" LIKE $1", Ask.Where(All.Where(x => text == null || x.Name.Contains(text))));
    }

    [Fact]
    public void Values_are_taken_when_the_query_is_written()
    {
        var age = 5;
        var query = All.Where(x => x.Age == age);
        age = 6;
        Assert.Equal([5], Ask.Values(query));
    }

    [Fact]
    public void Query_expressions_and_let_work() => Assert.Equal(
        "SELECT t0.\"name\", t1.\"code\" FROM \"traveler\" t0 LEFT JOIN \"country\" t1 ON t1.\"id\" = t0.\"destination_id\" WHERE t1.\"code\" IS DISTINCT FROM $1 ORDER BY t0.\"name\"",
        Ask.Sql(from t in From<Traveler>() let code = t.Destination.Value.Code where code != "NO" orderby t.Name select new { t.Name, code }));
}
