using AkkaOrm.Tests.Models;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Queries;

/// <summary>Q1, Q2: relations in conditions, orders and projections.</summary>
public sealed class RelationTests
{
    private static readonly Query<Traveler> All = From<Traveler>();
    private static readonly Country Norway = new(578, "NO", "Norway");

    [Fact]
    public void An_empty_relation_is_an_empty_foreign_key()
    {
        Assert.Equal("t0.\"destination_id\" IS NULL", Ask.Where(All.Where(x => x.Destination == null)));
        Assert.Equal("t0.\"destination_id\" IS NOT NULL", Ask.Where(All.Where(x => x.Destination != null)));
        Assert.Equal("t0.\"destination_id\" IS NULL", Ask.Where(All.Where(x => !x.Destination.HasValue)));
        Assert.Equal("t0.\"destination_id\" IS NULL", Ask.Where(All.Where(x => x.Destination.ValueOrNull == null)));
    }

    [Fact]
    public void A_relation_is_equal_to_an_entity_by_key()
    {
        Country? nowhere = null;
        Query<Traveler>[] queries = [All.Where(x => x.Destination == Norway), All.Where(x => x.Destination.Value == Norway), All.Where(x => x.Destination == ToOne.ByKey(578))];
        Assert.All(queries, q => Assert.Equal("t0.\"destination_id\" = $1", Ask.Where(q)));
        Assert.All(queries, q => Assert.Equal([578], Ask.Values(q)));
        Assert.Equal("t0.\"destination_id\" IS DISTINCT FROM $1", Ask.Where(All.Where(x => x.Destination != Norway)));
        Assert.Equal("t0.\"destination_id\" IS NULL", Ask.Where(All.Where(x => x.Destination == nowhere)));
    }

    [Fact]
    public void The_key_of_a_target_needs_no_join() => Assert.Equal("t0.\"destination_id\" = $1", Ask.Where(All.Where(x => x.Destination.Value.Id == 5)));

    [Fact]
    public void A_path_is_joined_once() => Assert.Equal(
        Ask.Travelers + " LEFT JOIN \"country\" t1 ON t1.\"id\" = t0.\"destination_id\" LEFT JOIN \"region\" t2 ON t2.\"id\" = t1.\"region_id\" WHERE t1.\"code\" = $1 AND t2.\"name\" = $2 ORDER BY t1.\"name\" NULLS FIRST",
        Ask.Sql(All.Where(x => x.Destination.Value.Code == "NO" && x.Destination.Value.Region.Value.Name == "Europe").OrderBy(x => x.Destination.Value.Name)));

    [Fact]
    public void A_required_relation_is_joined_without_doubt() => Assert.Equal(
        "SELECT t0.\"on\" FROM \"visit\" t0 JOIN \"country\" t1 ON t1.\"id\" = t0.\"country_id\" JOIN \"region\" t2 ON t2.\"id\" = t1.\"region_id\" WHERE t2.\"name\" = $1",
        Ask.Sql(From<Visit>().Where(x => x.Country.Value.Region.Value.Name == "Europe").Select(x => x.On)));

    [Fact]
    public void Any_all_count_and_contains_are_correlated()
    {
        Assert.Equal("EXISTS (SELECT 1 FROM \"visit\" t1 WHERE t1.\"traveler_id\" = t0.\"id\")", Ask.Where(All.Where(x => x.Visits.Any())));
        Assert.Equal("EXISTS (SELECT 1 FROM \"visit\" t1 WHERE t1.\"traveler_id\" = t0.\"id\" AND t1.\"country_id\" = $1)", Ask.Where(All.Where(x => x.Visits.Any(v => v.Country == Norway))));
        Assert.Equal("NOT EXISTS (SELECT 1 FROM \"visit\" t1 WHERE t1.\"traveler_id\" = t0.\"id\" AND extract(year from t1.\"on\")::integer < $1)", Ask.Where(All.Where(x => x.Visits.All(v => v.On.Year >= 2020))));
        Assert.Equal("(SELECT count(*)::integer FROM \"visit\" t1 WHERE t1.\"traveler_id\" = t0.\"id\") > $1", Ask.Where(All.Where(x => x.Visits.Count > 2)));
        Assert.Equal("(SELECT count(*)::integer FROM \"visit\" t1 WHERE t1.\"traveler_id\" = t0.\"id\" AND t1.\"country_id\" > t0.\"age\") = $1", Ask.Where(All.Where(x => x.Visits.Count(v => v.CountryId > x.Age) == 1)));
        Assert.Equal("EXISTS (SELECT 1 FROM \"traveler\" t1 WHERE t1.\"destination_id\" = t0.\"id\" AND t1.\"id\" = $1)", Ask.Where(From<Country>().Where(c => c.Travelers.Contains(new Traveler { Id = 3, Name = "" }))));
    }

    [Fact]
    public void Many_to_many_goes_through_the_link() => Assert.Equal(
        "EXISTS (SELECT 1 FROM \"track\" t1 JOIN \"playlist_track\" t2 ON t2.\"track_id\" = t1.\"id\" WHERE t2.\"playlist_id\" = t0.\"id\" AND t1.\"name\" LIKE $1)",
        Ask.Where(From<Playlist>().Where(p => p.Tracks.Any(t => t.Name.Contains("love")))));

    [Fact]
    public void A_value_of_a_collection_is_a_subquery()
    {
        Assert.Equal("(SELECT max(t1.\"age\") FROM \"traveler\" t1 WHERE t1.\"destination_id\" = t0.\"id\")", Ask.Columns(From<Country>().Select(c => c.Travelers.Max(t => t.Age))));
        Assert.Equal("SELECT (SELECT t1.\"name\" FROM \"traveler\" t1 WHERE t1.\"destination_id\" = t0.\"id\" AND t1.\"age\" > $1 ORDER BY t1.\"age\" DESC LIMIT 1) FROM \"country\" t0",
            Ask.Sql(From<Country>().Select(c => c.Travelers.Where(t => t.Age > 3).OrderByDescending(t => t.Age).Select(t => t.Name).FirstOrDefault())));
    }

    [Fact]
    public void A_deferred_column_is_named_by_its_value() => Assert.Equal("t0.\"diary\" IS NOT NULL", Ask.Where(All.Where(t => t.Diary.Value != null)));
}
