using AkkaOrm.Queries;
using AkkaOrm.Tests.Models;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Compilation;

/// <summary>L1, L3–L7, L9, L10: what is loaded along, in how many statements.</summary>
public sealed class IncludeTests
{
    private const string Visits = "t0.\"traveler_id\", t0.\"country_id\", t0.\"on\", t0.\"xmin\" FROM \"visit\" t0";

    [Fact]
    public void A_to_one_is_joined_in_the_same_statement()
    {
        var read = Ask.Read(From<Traveler>().Include(x => x.Destination));
        Assert.Equal("SELECT t0.\"id\", t0.\"name\", t0.\"age\", t0.\"created_at\", t0.\"destination_id\", t0.\"xmin\", t1.\"id\", t1.\"code\", t1.\"name\", t1.\"region_id\", t1.\"xmin\" FROM \"traveler\" t0 LEFT JOIN \"country\" t1 ON t1.\"id\" = t0.\"destination_id\"", read.Plan.ToString());
        var include = Assert.Single(Root(read).Includes);
        Assert.True(include.IsJoined);
        Assert.Equal([4], include.ParentKey.AsEnumerable());
        Assert.Equal([6], include.ChildKey.AsEnumerable());
        Assert.Equal([6, 7, 8, 9, 10], include.Child.Columns.AsEnumerable());
        Assert.Equal(PlanTransaction.None, read.Plan.Transaction);
        Assert.True(read.Plan.IsReissuable);
    }

    [Fact]
    public void A_path_loads_every_relation_on_it_once()
    {
        var read = Ask.Read(From<Traveler>().Include(x => x.Destination).Include(x => x.Destination.Value.Region).Where(x => x.Destination.Value.Region.Value.Name == "Europe"));
        Assert.EndsWith("FROM \"traveler\" t0 LEFT JOIN \"country\" t1 ON t1.\"id\" = t0.\"destination_id\" LEFT JOIN \"region\" t2 ON t2.\"id\" = t1.\"region_id\" WHERE t2.\"name\" = $1", read.Plan.ToString(), StringComparison.Ordinal);
        Assert.Equal("Region", Assert.Single(Assert.Single(Root(read).Includes).Child.Includes).Relation.Name);
    }

    [Fact]
    public void A_collection_is_one_statement_by_the_parents_keys()
    {
        var read = Ask.Read(From<Traveler>().Take(10).Include(x => x.Visits));
        Assert.Equal([Ask.Travelers + " LIMIT $1", $"SELECT {Visits} WHERE t0.\"traveler_id\" = ANY ($1)"], read.Plan.Statements);
        Assert.Equal(PlanTransaction.Snapshot, read.Plan.Transaction);
        var keys = Assert.IsType<Argument.KeysOf>(Assert.Single(read.Plan.Steps[1].Arguments));
        Assert.Equal((0, 0), (keys.Step, keys.Part));
        Assert.Equal([0], keys.KeyColumns.AsEnumerable());
        var include = Assert.Single(Root(read).Includes);
        Assert.False(include.IsJoined || include.IsPartial);
        Assert.Equal((1, 0, 0), (include.Child.Step, include.ParentKey[0], include.ChildKey[0]));
    }

    [Fact]
    public void A_to_one_by_keys_is_a_statement_of_its_own()
    {
        var read = Ask.Read(From<Visit>().Include(v => v.Country, LoadStrategy.Keys));
        Assert.Equal([$"SELECT {Visits}", "SELECT t0.\"id\", t0.\"code\", t0.\"name\", t0.\"region_id\", t0.\"xmin\" FROM \"country\" t0 WHERE t0.\"id\" = ANY ($1)"], read.Plan.Statements);
        Assert.Equal([1], ((Argument.KeysOf)read.Plan.Steps[1].Arguments[0]).KeyColumns.AsEnumerable());
        Assert.Equal([0], Assert.Single(Root(read).Includes).ChildKey.AsEnumerable());
    }

    [Fact]
    public void Nested_includes_are_one_statement_a_level()
    {
        var read = Ask.Read(From<Region>().Include(r => r.Countries, c => c.Include(c => c.Travelers, t => t.Include(t => t.Visits, v => v.Include(v => v.Country)))));
        Assert.Equal(4, read.Plan.Steps.Length);
        Assert.Equal([0, 1, 2], read.Plan.Steps.Skip(1).Select(s => ((Argument.KeysOf)s.Arguments[0]).Step));
        Assert.Equal($"SELECT {Visits.Replace(" FROM", ", t1.\"id\", t1.\"code\", t1.\"name\", t1.\"region_id\", t1.\"xmin\" FROM", StringComparison.Ordinal)} JOIN \"country\" t1 ON t1.\"id\" = t0.\"country_id\" WHERE t0.\"traveler_id\" = ANY ($1)", read.Plan.Statements[3]);
    }

    [Fact]
    public void A_collection_behind_a_joined_one_takes_its_keys_from_the_same_rows()
    {
        var read = Ask.Read(From<Traveler>().Include(x => x.Destination, c => c.Include(c => c.Travelers)));
        Assert.Equal([6], ((Argument.KeysOf)read.Plan.Steps[1].Arguments[0]).KeyColumns.AsEnumerable());
        Assert.Equal(Ask.Travelers + " WHERE t0.\"destination_id\" = ANY ($1)", read.Plan.Statements[1]);
    }

    [Fact]
    public void A_filtered_and_ordered_collection_is_partial()
    {
        var read = Ask.Read(From<Country>().Include(c => c.Travelers, t => t.Where(t => t.Age >= 18).OrderBy(t => t.Name)));
        Assert.Equal(Ask.Travelers + " WHERE t0.\"destination_id\" = ANY ($1) AND t0.\"age\" >= $2 ORDER BY t0.\"name\"", read.Plan.Statements[1]);
        Assert.True(Assert.Single(Root(read).Includes).IsPartial);
        Assert.False(Assert.Single(Root(Ask.Read(From<Country>().Include(c => c.Travelers, t => t.OrderBy(t => t.Name)))).Includes).IsPartial);
    }

    [Fact]
    public void A_limit_is_for_each_parent()
    {
        var read = Ask.Read(From<Traveler>().Include(x => x.Visits, v => v.OrderByDescending(v => v.On).Take(3).Include(v => v.Country)));
        Assert.Equal("SELECT t1.\"traveler_id\", t1.\"country_id\", t1.\"on\", t1.\"xmin\", t2.\"id\", t2.\"code\", t2.\"name\", t2.\"region_id\", t2.\"xmin\", k.\"k0\" FROM unnest($1::integer[]) k(k0) "
            + "CROSS JOIN LATERAL (SELECT t0.\"traveler_id\", t0.\"country_id\", t0.\"on\", t0.\"xmin\" FROM \"visit\" t0 WHERE t0.\"traveler_id\" = k.\"k0\" ORDER BY t0.\"on\" DESC LIMIT $2) t1 "
            + "JOIN \"country\" t2 ON t2.\"id\" = t1.\"country_id\" ORDER BY t1.\"on\" DESC", read.Plan.Statements[1]);
        var include = Assert.Single(Root(read).Includes);
        Assert.True(include.IsPartial);
        Assert.Equal([9], include.ChildKey.AsEnumerable());
        Assert.Equal(new Argument.Value(3L), read.Plan.Steps[1].Arguments[1]);
    }

    [Fact]
    public void Many_to_many_reads_the_link_beside_the_children_and_not_the_parents_again()
    {
        var read = Ask.Read(From<Playlist>().Include(p => p.Tracks, t => t.OrderBy(t => t.Name)));
        Assert.Equal("SELECT t0.\"id\", t0.\"name\", t0.\"xmin\", t1.\"playlist_id\" FROM \"track\" t0 JOIN \"playlist_track\" t1 ON t1.\"track_id\" = t0.\"id\" WHERE t1.\"playlist_id\" = ANY ($1) ORDER BY t0.\"name\"", read.Plan.Statements[1]);
        Assert.Equal([3], Assert.Single(Root(read).Includes).ChildKey.AsEnumerable());
    }

    [Fact]
    public void A_condition_in_sql_on_many_to_many_does_not_see_the_link() =>
        Assert.Equal("SELECT t3.\"id\", t3.\"name\", t3.\"xmin\", k.\"k0\" FROM unnest($1::integer[]) k(k0) CROSS JOIN LATERAL (SELECT t2.\"id\", t2.\"name\", t2.\"xmin\" FROM (SELECT t0.\"id\", t0.\"name\", t0.\"xmin\" FROM \"track\" t0 JOIN \"playlist_track\" t1 ON t1.\"track_id\" = t0.\"id\" WHERE t1.\"playlist_id\" = k.\"k0\") t2 WHERE (name = $2)) t3",
            Ask.Plan(From<Playlist>().Include(p => p.Tracks, t => t.Where($"name = {"a"}"))).Statements[1]);

    [Fact]
    public void The_models_order_holds_where_the_query_names_none()
    {
        Assert.EndsWith(" ORDER BY t0.\"number\"", Ask.Plan(From<Order>().Include(o => o.Lines)).Statements[1], StringComparison.Ordinal);
        Assert.EndsWith(" ORDER BY t0.\"article\"", Ask.Plan(From<Order>().Include(o => o.Lines, l => l.OrderBy(x => x.Article))).Statements[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_deferred_column_is_read_when_it_is_included()
    {
        var read = Ask.Read(From<Traveler>().Include(x => x.Diary));
        Assert.Contains("t0.\"diary\"", read.Plan.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(-1, Root(read).Columns);
        Assert.Contains(-1, Root(Ask.Read(From<Traveler>())).Columns);
    }

    [Fact]
    public void Each_step_may_have_its_own_snapshot() => Assert.Equal(PlanTransaction.None, Ask.Plan(From<Traveler>().Include(x => x.Visits).EachStepItsOwnSnapshot()).Transaction);

    [Fact]
    public void Tracking_can_be_left_out()
    {
        Assert.True(((ResultShape.Entities)Ask.Read(From<Traveler>()).Shape).IsTracked);
        Assert.False(((ResultShape.Entities)Ask.Read(From<Traveler>().NoTracking()).Shape).IsTracked);
    }

    private static EntityNode Root(PreparedRead read) => Assert.IsType<ResultShape.Entities>(read.Shape).Root;
}
