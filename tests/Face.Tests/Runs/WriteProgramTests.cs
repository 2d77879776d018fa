using Programs.Models;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Face;

/// <summary>P07, P08, P09, P10, P12, P22: programs that write.</summary>
public sealed class WriteProgramTests : ShopDatabase
{
    [Fact]
    public async Task P07_A_graph_is_explained_and_then_stored_as_a_whole()
    {
        await AddTravelersAsync();
        var buyer = await Session.GetAsync<Traveler>(1);
        Order order = null!;
        var printed = await ClientProgram.PrintedAsync(async () => order = await ClientProgram.RunAsync<Order>("P07_AddGraph", "Main", Session, buyer));
        Assert.Contains("INSERT INTO \"order\"", printed, StringComparison.Ordinal);
        Assert.Contains("INSERT INTO \"order_line\"", printed, StringComparison.Ordinal);
        Assert.NotEqual(0u, order.Version);
        Assert.Equal([(1, "map"), (2, "tent")], order.Lines.Select(l => (l.Number, l.Article)));
        Assert.All(order.Lines, l => Assert.NotEqual(0, l.Id));
        var stored = await FreshAsync(s => s.SingleAsync(From<Order>().Include(o => o.Buyer).Include(o => o.Lines)));
        Assert.Equal((order.Id, 30m, "EUR", 1, 2), (stored.Id, stored.Total.Amount, stored.Total.Currency, stored.Buyer.Value.Id, stored.Lines.Count));
    }

    [Fact]
    public async Task P07_Many_rows_are_found_by_what_they_were_added_as()
    {
        var europe = await FreshAsync(async s => s.Add(new Region(0, "Europe")) is var added ? (await s.CommitAsync()).Of(added) : null!);
        await ClientProgram.RunAsync("P07_AddGraph", "Many", Session, new[] { new Country(0, "NO", "Norway", europe), new Country(0, "SE", "Sweden", europe) });
        Assert.Equal(["NO", "SE"], await FreshAsync(s => s.FetchAsync(From<Country>().OrderBy(c => c.Code).Select(c => c.Code))));
    }

    [Fact]
    public async Task P08_Changes_of_one_value_are_merged_and_a_staged_delete_can_be_taken_back()
    {
        await AddTravelersAsync();
        await ClientProgram.RunAsync("P08_ChangeByCopy", "Main", Session, 3);
        Assert.Equal(("Ann", 41, 578), await FreshAsync(async s => await s.GetAsync<Traveler>(3) is var t ? (t.Name, t.Age, t.DestinationId!.Value) : default));
    }

    [Fact]
    public async Task P08_Collections_are_written_as_they_are_left()
    {
        var track = new Track { Id = 9, Name = "y" };
        await Orm.RunAsync(unit =>
        {
            unit.AddRange([new Track { Id = 1, Name = "x" }, new Track { Id = 2, Name = "z" }, track]);
            unit.Add(new Playlist { Id = 5, Name = "five", Tracks = [new Track { Id = 1, Name = "x" }, track] });
            unit.Add(new Playlist { Id = 6, Name = "six", Tracks = [new Track { Id = 2, Name = "z" }] });
            return Task.CompletedTask;
        });
        await ClientProgram.RunAsync("P08_ChangeByCopy", "Collections", Session, 5, await Session.GetAsync<Track>(9));
        var playlists = await FreshAsync(s => s.FetchAsync(From<Playlist>().OrderBy(p => p.Id).Include(p => p.Tracks, t => t.OrderBy(x => x.Id))));
        Assert.Equal(["", "2,9"], playlists.Select(p => string.Join(',', p.Tracks.Select(t => t.Id))));
    }

    [Fact]
    public async Task P08_A_relation_without_a_property_for_its_key_is_set_by_key()
    {
        await AddTravelersAsync();
        var order = await AddOrderAsync(buyer: 1);
        await ClientProgram.RunAsync("P08_ChangeByCopy", "ShadowKey", Session, order.Id, 3);
        Assert.Equal("Ann", await FreshAsync(async s => (await s.SingleAsync(From<Order>().Include(o => o.Buyer))).Buyer.Value.Name));
    }

    [Fact]
    public async Task P09_What_violates_a_key_is_skipped_and_the_rest_is_committed()
    {
        await AddCountriesAsync();
        await Session.ExecuteAsync($"create unique index country_code_key on country (code)");
        Country[] countries = [new Country(0, "FI", "Finland") { RegionId = 1 }, new Country(0, "NO", "Norway again") { RegionId = 1 }, new Country(0, "DK", "Denmark") { RegionId = 1 }];
        Assert.Equal(1, await ClientProgram.RunAsync<int>("P09_Transactions", "Main", Session, countries, CancellationToken.None));
        Assert.Equal(["DK", "FI", "NO", "NP", "SE"], await FreshAsync(s => s.FetchAsync(From<Country>().OrderBy(c => c.Code).Select(c => c.Code))));
    }

    [Fact]
    public async Task P10_A_unit_is_committed_when_its_code_ends()
    {
        await AddTravelersAsync();
        var order = await AddOrderAsync();
        Assert.Equal(30.5m, await ClientProgram.RunAsync<decimal>("P10_RunAndRetry", "Pay", Session, order.Id));
        Assert.Equal(OrderState.Paid, await FreshAsync(async s => (await s.GetAsync<Order>(order.Id)).State));
    }

    [Fact]
    public async Task P10_A_unit_that_may_run_again_swaps_two_ages()
    {
        await AddTravelersAsync();
        Assert.Equal(35, await ClientProgram.RunAsync<int>("P10_RunAndRetry", "Swap", Orm, 1, 3));
        Assert.Equal([40, 35], await FreshAsync(s => s.FetchAsync(From<Traveler>().Where(t => t.Id != 2).OrderBy(t => t.Id).Select(t => t.Age))));
    }

    [Fact]
    public async Task P10_A_key_is_there_before_the_commit()
    {
        var id = await ClientProgram.RunAsync<int>("P10_RunAndRetry", "NewId", Orm);
        Assert.Equal("NO", await FreshAsync(s => s.SingleAsync(From<Country>().Where(c => c.Id == id).Select(c => c.Code))));
    }

    [Fact]
    public async Task P12_A_mutable_object_is_written_as_it_was_when_it_was_handed_over()
    {
        await Orm.RunAsync(unit =>
        {
            unit.Add(new Employee { Name = "Andrew", Reports = [new Employee { Name = "Jane" }] });
            return Task.CompletedTask;
        });
        await ClientProgram.RunAsync("P12_MutableClasses", "Main", Session);
        var boss = await FreshAsync(s => s.SingleAsync(From<Employee>().Where(e => e.Manager == null).Include(e => e.Reports, r => r.OrderBy(e => e.Name))));
        Assert.Equal(("Nancy", "Jane, New"), (boss.Name, string.Join(", ", boss.Reports.Select(r => r.Name))));
    }

    [Fact]
    public async Task P22_Every_way_a_rename_can_end_is_told()
    {
        await AddTravelersAsync();
        await Session.ExecuteAsync($"create unique index traveler_name_key on traveler (name)");
        Assert.Equal("done", await ClientProgram.RunAsync<string>("P22_Errors", "Rename", Orm, 3, "Anna"));
        Assert.Equal("no such traveler", await ClientProgram.RunAsync<string>("P22_Errors", "Rename", Orm, 99, "Anna"));
        Assert.Equal("name is taken", await ClientProgram.RunAsync<string>("P22_Errors", "Rename", Orm, 1, "Anna"));
        await Session.ExecuteAsync($"alter table traveler add constraint short check (length(name) < 20)");
        Assert.Equal("Check short on Traveler.", await ClientProgram.RunAsync<string>("P22_Errors", "Rename", Orm, 1, new string('x', 20)));
    }

    [Fact]
    public async Task P22_What_is_not_loaded_says_what_would_have_loaded_it()
    {
        await AddTravelersAsync();
        var printed = await ClientProgram.PrintedAsync(() => ClientProgram.RunAsync("P22_Errors", "NotLoaded", Session));
        Assert.StartsWith("Traveler#1.Destination: ", printed, StringComparison.Ordinal);
        Assert.Contains("Include", printed, StringComparison.Ordinal);
    }
}
