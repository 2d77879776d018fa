using Programs.Models;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Face;

/// <summary>P01, P02 and the first of the six programs, on a server that knows nothing of them.</summary>
public sealed class FirstProgramTests : ShopDatabase
{
    [Fact]
    public void P01_The_model_has_every_entity() =>
        Assert.Equal(["Country", "Employee", "Order", "OrderLine", "Playlist", "Region", "Track", "Traveler", "Visit"], Shop.Model.EntityTypes.Select(t => t.Name).Order());

    [Fact]
    public async Task P02_The_first_program_prints_what_it_stored()
    {
        await Orm.Schema.DropAsync();
        var printed = await ClientProgram.PrintedAsync(() => ClientProgram.RunAsync("P02_FirstProgram", "Main", (object)new[] { ConnectionString }));
        Assert.Matches(@"^1 created \d.*\r?\nNorway\r?\n", printed);
        Assert.Equal(("Sebastiaan", 36), await FreshAsync(async s => await s.SingleAsync(From<Traveler>()) is var t ? (t.Name, t.Age) : default));
    }

    [Fact]
    public async Task Six_The_first_program_stores_a_graph_and_changes_it()
    {
        await Orm.Schema.DropAsync();
        var printed = await ClientProgram.PrintedAsync(() => ClientProgram.RunAsync("Six.Programs", "First", System, ConnectionString));
        Assert.Equal("NO", printed.Trim());
    }
}
