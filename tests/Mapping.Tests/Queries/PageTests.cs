using AkkaOrm.Tests.Models;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Queries;

/// <summary>L5, Q2: order, limits, and what comes after them.</summary>
public sealed class PageTests
{
    private static readonly Query<Traveler> All = From<Traveler>();

    [Fact]
    public void Order_skip_and_take_are_parameters() =>
        Assert.Equal(Ask.Travelers + " ORDER BY t0.\"name\", t0.\"id\" DESC LIMIT $1 OFFSET $2", Ask.Sql(All.OrderBy(x => x.Name).ThenByDescending(x => x.Id).Skip(20).Take(10)));

    [Fact]
    public void Null_sorts_first_as_in_csharp()
    {
        Assert.EndsWith("ORDER BY t0.\"destination_id\" NULLS FIRST", Ask.Sql(All.OrderBy(x => x.DestinationId)), StringComparison.Ordinal);
        Assert.EndsWith("ORDER BY t0.\"destination_id\" DESC NULLS LAST", Ask.Sql(All.OrderByDescending(x => x.DestinationId)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_order_replaces_an_earlier_one() => Assert.EndsWith("ORDER BY t0.\"age\"", Ask.Sql(All.OrderBy(x => x.Name).OrderBy(x => x.Age)), StringComparison.Ordinal);

    [Fact]
    public void Less_than_nothing_is_nothing() => Assert.Equal([0L, 0L], Ask.Values(All.Skip(-5).Take(-1)));

    [Fact]
    public void A_smaller_limit_wins() => Assert.Equal(Ask.Travelers + " LIMIT least($1, $2)", Ask.Sql(All.Take(10).Take(5)));

    [Fact]
    public void What_comes_after_a_limit_is_about_the_rows_it_left() => Assert.Equal(
        "SELECT t1.\"id\", t1.\"name\", t1.\"age\", t1.\"created_at\", t1.\"destination_id\", t1.\"xmin\" FROM (SELECT t0.\"id\", t0.\"name\", t0.\"age\", t0.\"created_at\", t0.\"destination_id\", t0.\"diary\", t0.\"xmin\" FROM \"traveler\" t0 ORDER BY t0.\"name\" LIMIT $1) t1 WHERE t1.\"age\" > $2 ORDER BY t1.\"name\"",
        Ask.Sql(All.OrderBy(x => x.Name).Take(10).Where(x => x.Age > 3)));

    [Fact]
    public void Counting_after_a_limit_counts_what_is_left() =>
        Assert.Equal("SELECT count(*)::integer FROM (SELECT t0.\"age\" AS \"c0\" FROM \"traveler\" t0 LIMIT $1) t1", Ask.Sql(All.Take(10).Select(x => x.Age).Count()));

    [Fact]
    public void After_compares_whole_keys()
    {
        var last = new Traveler { Id = 7, Name = "Ann" };
        var ordered = All.OrderBy(x => x.Name).ThenBy(x => x.Id);
        Assert.Equal("(t0.\"name\", t0.\"id\") > ($1, $2) ORDER BY t0.\"name\", t0.\"id\" LIMIT $3", Ask.Where(ordered.After(last).Take(50)));
        Assert.Equal(["Ann", 7, 50L], Ask.Values(ordered.After(last).Take(50)));
        Assert.Equal("t0.\"name\" < $1 OR t0.\"name\" = $2 AND t0.\"id\" > $3 ORDER BY t0.\"name\" DESC, t0.\"id\"", Ask.Where(All.OrderByDescending(x => x.Name).ThenBy(x => x.Id).After(last)));
    }

    [Fact]
    public void After_knows_where_nulls_stand()
    {
        var (none, some) = (new Traveler { Id = 7, Name = "" }, new Traveler { Id = 7, Name = "", DestinationId = 3 });
        var (up, down) = (All.OrderBy(x => x.DestinationId).ThenBy(x => x.Id), All.OrderByDescending(x => x.DestinationId).ThenBy(x => x.Id));
        Assert.StartsWith("t0.\"destination_id\" IS NOT NULL OR t0.\"destination_id\" IS NULL AND t0.\"id\" > $1 ", Ask.Where(up.After(none)), StringComparison.Ordinal);
        Assert.StartsWith("t0.\"destination_id\" > $1 OR t0.\"destination_id\" = $2 AND t0.\"id\" > $3 ", Ask.Where(up.After(some)), StringComparison.Ordinal);
        Assert.StartsWith("t0.\"destination_id\" IS NULL AND t0.\"id\" > $1 ", Ask.Where(down.After(none)), StringComparison.Ordinal);
        Assert.StartsWith("t0.\"destination_id\" < $1 OR t0.\"destination_id\" IS NULL OR t0.\"destination_id\" = $2 AND t0.\"id\" > $3 ", Ask.Where(down.After(some)), StringComparison.Ordinal);
    }

    [Fact]
    public void After_needs_an_order_without_equals() =>
        Assert.Contains("ThenBy(x => x.Id)", Assert.Throws<StatementException>(() => Ask.Sql(All.OrderBy(x => x.Name).After(new Traveler { Name = "" }))).Hint, StringComparison.Ordinal);

    [Fact]
    public void Distinct_values_lose_the_order_and_can_be_ordered_anew()
    {
        Assert.Equal("SELECT DISTINCT t0.\"age\" FROM \"traveler\" t0", Ask.Sql(All.OrderBy(x => x.Name).Select(x => x.Age).Distinct()));
        Assert.Equal("SELECT t1.\"c0\" FROM (SELECT DISTINCT t0.\"age\" AS \"c0\" FROM \"traveler\" t0) t1 ORDER BY t1.\"c0\"", Ask.Sql(All.Select(x => x.Age).Distinct().OrderBy(a => a)));
    }

    [Fact]
    public void Locks_name_the_table_and_are_never_sent_again()
    {
        var plan = Ask.Plan(All.Where(x => x.Age > 3).ForUpdate(LockWait.SkipLocked).Take(1));
        Assert.EndsWith(" WHERE t0.\"age\" > $1 LIMIT $2 FOR UPDATE OF t0 SKIP LOCKED", plan.ToString(), StringComparison.Ordinal);
        Assert.False(plan.IsReissuable);
        Assert.EndsWith(" FOR SHARE OF t0 NOWAIT", Ask.Sql(All.Include(x => x.Destination).ForShare(LockWait.NoWait)), StringComparison.Ordinal);
        Assert.Throws<StatementException>(() => Ask.Sql(All.ForUpdate().Count()));
    }

    [Fact]
    public void A_tag_is_a_comment_and_nothing_else() => Assert.StartsWith("/* job  DROP TABLE x; */ SELECT ", Ask.Sql(All.TagWith("job */ DROP TABLE x; /*\n")), StringComparison.Ordinal);
}
