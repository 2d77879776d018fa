using System.Globalization;
using Akka.Streams;
using Programs.Models;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Face;

/// <summary>P03, P04, P05, P06, P13, P14, P15, P23: programs that read.</summary>
public sealed class ReadProgramTests : ShopDatabase
{
    [Fact]
    public async Task P03_Conditions_find_the_one_traveler_they_are_about()
    {
        await AddTravelersAsync();
        var printed = await ClientProgram.PrintedAsync(() => ClientProgram.RunAsync("P03_Where", "Main", Session, CancellationToken.None));
        Assert.Equal("1 1 Sebastiaan 35", printed.Trim());
    }

    [Fact]
    public async Task P04_Includes_bring_all_that_is_printed()
    {
        await AddTravelersAsync();
        var printed = await ClientProgram.PrintedAsync(() => ClientProgram.RunAsync("P04_Includes", "Main", Session));
        Assert.Equal($"Norway (Europe): Sebastiaan, last in {new DateOnly(2025, 1, 2)}", printed.Trim());
        var hops = await Session.FetchAsync(ClientProgram.Field<Query<Traveler>>("P04_Includes", "Hops").OrderBy(t => t.Id));
        Assert.Equal("Europe", hops[0].Destination.Value.Region.Value.Name);
        Assert.False(hops[2].Destination.HasValue);
        Assert.All(await Session.FetchAsync(ClientProgram.Field<Query<Visit>>("P04_Includes", "Keys")), v => Assert.Equal(v.CountryId, v.Country.Value.Id));
    }

    [Fact]
    public async Task P05_Projections_read_what_they_name_and_pages_follow_each_other()
    {
        await AddTravelersAsync();
        await ClientProgram.RunAsync("P05_Projections", "Main", Session, CancellationToken.None);
        var pages = await ((IAsyncEnumerable<IReadOnlyList<Traveler>>)ClientProgram.Call("P05_Projections", "Pages", Session)!).ToListAsync();
        Assert.Equal(["Ann", "Sebastiaan", "Sofie"], Assert.Single(pages).Select(t => t.Name));
    }

    [Fact]
    public async Task P06_SQL_takes_values_as_parameters()
    {
        await AddTravelersAsync();
        await ClientProgram.RunAsync("P06_RawSql", "Main", Session, Shop.Model, "Ann", 30);
        Assert.Equal(41, await FreshAsync(async s => (await s.GetAsync<Traveler>(3)).Age));
    }

    [Fact]
    public async Task P13_Loads_add_to_values_in_hand()
    {
        await AddTravelersAsync();
        await Orm.RunAsync(unit =>
        {
            unit.Add(new Country(1, "XX", "Nowhere") { RegionId = 1 });
            return Task.CompletedTask;
        });
        var printed = await ClientProgram.PrintedAsync(() => ClientProgram.RunAsync("P13_Loads", "Main", Session, CancellationToken.None));
        Assert.Contains("Norway", printed.Split('\n', StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task P14_A_stream_prints_every_destination()
    {
        await AddTravelersAsync();
        var printed = await ClientProgram.PrintedAsync(() => ClientProgram.RunAsync("P14_StreamAsync", "Main", Session, CancellationToken.None));
        Assert.Equal(["Norway", "Sweden", ""], printed.Split('\n').Take(3).Select(line => line.Trim()));
    }

    [Fact]
    public async Task P15_An_Akka_stream_hands_on_every_traveler()
    {
        await Orm.RunAsync(unit =>
        {
            unit.AddRange(Enumerable.Range(1, 250).Select(i => new Traveler { Name = i.ToString(CultureInfo.InvariantCulture) }));
            return Task.CompletedTask;
        });
        Func<IEnumerable<Traveler>, Task<int>> index = travelers => Task.FromResult(travelers.Count());
        Assert.Equal(250, await ClientProgram.RunAsync<int>("P15_StreamAkka", "Main", Session, System, index));
    }

    [Fact]
    public async Task P23_Deferred_columns_compiled_queries_and_queries_made_of_parts_can_be_read()
    {
        await AddTravelersAsync();
        await ClientProgram.RunAsync("P23_Advanced", "Main", Session);
        var byName = ClientProgram.Field<Func<string, Query<Traveler>>>("P23_Advanced", "ByName");
        Assert.True((await Session.SingleAsync(byName("Sebastiaan"))).Destination.IsLoaded);
        Assert.Null(await Session.SingleOrDefaultAsync(byName("Nobody")));
        Assert.Equal(["Ann", "Sebastiaan"], (await ClientProgram.RunAsync<IReadOnlyList<Traveler>>("P23_Advanced", "FirstAdults", Session)).Select(t => t.Name));
    }
}
