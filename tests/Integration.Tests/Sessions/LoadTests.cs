using AkkaOrm;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Sessions;

/// <summary>Explicit loads and includes: L1, L2, L3, L4, L7, L11 of the behaviours.</summary>
public sealed class LoadTests(OrmFixture fixture) : IClassFixture<OrmFixture>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        await using var session = fixture.Orm.OpenSession();
        if (await session.AnyAsync(From<Country>())) return;
        var countries = session.AddRange(Enumerable.Range(0, 10).Select(i => new Country { Code = $"L{i}" }));
        session.AddRange(Enumerable.Range(0, 1000).Select(i => new Traveler
        {
            Name = $"t{i:0000}",
            Age = i % 60,
            Destination = i % 11 == 10 ? default(ToOne<Country?>) : countries[i % 11].Key,
            Trips = i % 4 == 0 ? [] : [.. Enumerable.Range(1, i % 4).Select(d => new Trip(0, new(2026, 1, d), 0))],
        }));
        await session.CommitAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>L1, L4</summary>
    [Fact]
    public async Task A_join_and_a_key_set_load_the_same()
    {
        await using var session = fixture.Orm.OpenSession();
        var query = From<Traveler>().OrderBy(t => t.Name);
        using var sent = new StatementRecorder();
        var joined = await session.FetchAsync(query.Include(t => t.Destination, LoadStrategy.Join));
        Assert.Single(sent.Statements);
        sent.Clear();
        var keyed = await session.FetchAsync(query.Include(t => t.Destination, LoadStrategy.Keys));
        Assert.Equal(2, sent.Statements.Count);
        Assert.Equal(joined.Select(t => t.Destination.ValueOrNull?.Code), keyed.Select(t => t.Destination.ValueOrNull?.Code));
        Assert.Equal(10, keyed.Select(t => t.Destination.ValueOrNull).OfType<Country>().Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Contains(keyed, t => t.Destination is { IsLoaded: true, HasValue: false });
    }

    /// <summary>L2</summary>
    [Fact]
    public async Task Reading_what_is_not_loaded_names_entity_key_relation_and_both_remedies()
    {
        await using var session = fixture.Orm.OpenSession();
        var t = await session.FirstAsync(From<Traveler>().OrderBy(x => x.Id));
        var error = Assert.Throws<NotLoadedException>(() => t.Destination.Value);
        Assert.Equal("Traveler", error.Entity);
        Assert.Equal(t.Id, error.Key);
        Assert.Equal("Destination", error.Path);
        Assert.Contains("Include", error.Hint);
        Assert.Contains("LoadAsync", error.Hint);
        Assert.Contains("(not loaded)", t.ToString());
    }

    /// <summary>L3</summary>
    [Fact]
    public async Task A_collection_is_one_statement_a_level_whatever_the_number_of_parents()
    {
        await using var session = fixture.Orm.OpenSession();
        using var sent = new StatementRecorder();
        var countries = await session.FetchAsync(From<Country>().OrderBy(c => c.Code).Include(c => c.Travelers, t => t.OrderBy(x => x.Name).Include(x => x.Trips)));
        Assert.Equal(3, sent.Statements.Count);
        Assert.Equal(10, countries.Count);
        Assert.Equal(910, countries.Sum(c => c.Travelers.Count) + await session.CountAsync(From<Traveler>().Where(t => t.Destination == null)) - 90);
        Assert.All(countries.SelectMany(c => c.Travelers), t => Assert.True(t.Trips.IsLoaded));
    }

    /// <summary>L5</summary>
    [Fact]
    public async Task A_limit_counts_parents_and_a_shape_counts_for_each_parent()
    {
        await using var session = fixture.Orm.OpenSession();
        var countries = await session.FetchAsync(From<Country>().OrderBy(c => c.Code).Take(3).Include(c => c.Travelers, t => t.OrderByDescending(x => x.Age).ThenBy(x => x.Id).Take(2)));
        Assert.Equal(3, countries.Count);
        Assert.All(countries, c => Assert.Equal(2, c.Travelers.Count));
        Assert.All(countries, c => Assert.True(c.Travelers.IsPartial));
    }

    /// <summary>L7</summary>
    [Fact]
    public async Task One_entity_reached_by_two_ways_is_one_value_and_back_references_cost_nothing()
    {
        await using var session = fixture.Orm.OpenSession();
        using var sent = new StatementRecorder();
        var countries = await session.FetchAsync(From<Country>().Include(c => c.Travelers, t => t.Include(x => x.Destination)));
        Assert.Equal(2, sent.Statements.Count);
        Assert.All(countries, c => Assert.All(c.Travelers, t => Assert.Same(c, t.Destination.Value)));

        var travelers = await session.FetchAsync(From<Traveler>().Include(t => t.Trips).Take(50));
        Assert.All(travelers, t => Assert.All(t.Trips, trip => Assert.Same(t, trip.Traveler.Value)));
    }

    /// <summary>L11</summary>
    [Fact]
    public async Task Loading_a_hundred_is_one_statement_that_never_reads_the_parents_and_skips_what_is_loaded()
    {
        await using var session = fixture.Orm.OpenSession();
        var hundred = await session.FetchAsync(From<Traveler>().OrderBy(t => t.Id).Take(100));
        using var sent = new StatementRecorder();
        var loaded = await session.LoadAsync(hundred, t => t.Destination);
        var statement = Assert.Single(sent.Statements);
        Assert.DoesNotContain("\"traveler\"", statement);
        Assert.Equal(hundred.Select(t => t.Id), loaded.Select(t => t.Id));
        Assert.All(hundred, t => Assert.False(t.Destination.IsLoaded));
        Assert.All(loaded, t => Assert.True(t.Destination.IsLoaded));

        sent.Clear();
        await session.LoadAsync(loaded, t => t.Destination);
        Assert.Empty(sent.Statements);

        var trips = await session.LoadAsync(loaded, t => t.Trips);
        Assert.Single(sent.Statements);
        Assert.All(trips, t => Assert.True(t is { Trips.IsLoaded: true, Destination.IsLoaded: true }));
    }

    /// <summary>S10</summary>
    [Fact]
    public async Task A_refreshed_value_keeps_what_is_loaded_unless_its_foreign_key_moved()
    {
        await using var session = fixture.Orm.OpenSession();
        var t = await session.FirstAsync(From<Traveler>().Where(x => x.Destination != null).OrderBy(x => x.Id).Include(x => x.Destination).Include(x => x.Trips));
        var same = await session.RefreshAsync(t);
        Assert.Same(t.Destination.Value, same.Destination.Value);
        Assert.Equal(t.Trips.Count, same.Trips.Count);

        await fixture.AskAsync($"update traveler set destination_id = (select max(id) from country where id <> {t.DestinationId}) where id = {t.Id}");
        var moved = await session.RefreshAsync(t);
        Assert.NotEqual(t.DestinationId, moved.DestinationId);
        Assert.False(moved.Destination.IsLoaded);
        await fixture.AskAsync($"update traveler set destination_id = {t.DestinationId} where id = {t.Id}");
    }

    /// <summary>L12</summary>
    [Fact]
    public async Task Reading_never_overwrites_what_is_staged()
    {
        await using var session = fixture.Orm.OpenSession();
        var t = await session.FirstAsync(From<Traveler>().OrderBy(x => x.Id));
        session.Update(t, x => x with { Age = 1234 });
        Assert.Equal(1234, (await session.FirstAsync(From<Traveler>().OrderBy(x => x.Id))).Age);
        await session.RollbackAsync();
    }
}
