using AkkaOrm.Queries;
using AkkaOrm.Tests.Models;
using AkkaOrm.Tracking;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Compilation;

/// <summary>L9, L11: rows by key, and relations for entities in hand.</summary>
public sealed class ReadPlannerTests
{
    [Fact]
    public void Find_reads_one_row_by_key()
    {
        var read = ReadPlanner.Find(Shop.Model, KeyValues.FromUser(Shop.Model.Entity(typeof(Traveler)), 7));
        Assert.Equal(Ask.Travelers + " WHERE t0.\"id\" = $1", read.Plan.ToString());
        Assert.Equal([new Argument.Value(7)], read.Plan.Steps[0].Arguments.AsEnumerable());
        Assert.True(read.Plan.IsReissuable);
    }

    [Fact]
    public void Find_takes_composite_and_converted_keys()
    {
        var visit = ReadPlanner.Find(Shop.Model, KeyValues.FromUser(Shop.Model.Entity(typeof(Visit)), (7, 578))).Plan;
        Assert.EndsWith(" WHERE t0.\"traveler_id\" = $1 AND t0.\"country_id\" = $2", visit.ToString(), StringComparison.Ordinal);
        Assert.Equal([new Argument.Value(7), new Argument.Value(578)], visit.Steps[0].Arguments.AsEnumerable());
        var id = Guid.NewGuid();
        Assert.Equal(new Argument.Value(id), ReadPlanner.Find(Shop.Model, KeyValues.FromUser(Shop.Model.Entity(typeof(Order)), new OrderId(id))).Plan.Steps[0].Arguments[0]);
    }

    [Fact]
    public void Load_is_one_statement_for_all_parents_by_their_distinct_keys()
    {
        Traveler[] travelers = [new() { Id = 1, Name = "a", DestinationId = 5 }, new() { Id = 2, Name = "b", DestinationId = 5 }, new() { Id = 3, Name = "c" }];
        var load = ReadPlanner.Load(Shop.Model, From<Traveler>().Include(x => x.Destination), travelers, (entity, property) => property.Read(entity));
        Assert.Equal(["SELECT t0.\"id\", t0.\"code\", t0.\"name\", t0.\"region_id\", t0.\"xmin\" FROM \"country\" t0 WHERE t0.\"id\" = ANY ($1)"], load.Plan.Statements);
        Assert.Equal([5], (int?[])((Argument.Keys)load.Plan.Steps[0].Arguments[0]).Content);
        Assert.Empty(Assert.Single(load.Includes).ParentKey);
        Assert.Equal("Traveler", load.Type.Name);
    }

    [Fact]
    public void Load_of_nothing_sends_nothing()
    {
        var load = ReadPlanner.Load(Shop.Model, From<Traveler>().Include(x => x.Destination), [new Traveler { Id = 3, Name = "c" }], (entity, property) => property.Read(entity));
        Assert.Empty(Assert.IsType<Argument.Keys>(Assert.Single(load.Plan.Steps[0].Arguments)).Content);
    }

    [Fact]
    public void Load_takes_paths_shapes_and_several_relations()
    {
        Traveler[] travelers = [new() { Id = 1, Name = "a", DestinationId = 5 }];
        var load = ReadPlanner.Load(Shop.Model, From<Traveler>().Include(x => x.Destination.Value.Region).Include(x => x.Visits, v => v.OrderBy(v => v.On).Take(2).Include(v => v.Country)), travelers, (entity, property) => property.Read(entity));
        Assert.Equal(2, load.Plan.Steps.Length);
        Assert.Contains(" JOIN \"region\" t1 ON ", load.Plan.Statements[0], StringComparison.Ordinal);
        Assert.StartsWith("SELECT t1.\"traveler_id\"", load.Plan.Statements[1], StringComparison.Ordinal);
        Assert.Equal([1], (int?[])((Argument.Keys)load.Plan.Steps[1].Arguments[0]).Content);
        Assert.Equal(PlanTransaction.Snapshot, load.Plan.Transaction);
    }

    [Fact]
    public void Composite_keys_travel_side_by_side()
    {
        var trips = Model.Create(m => m.Entity<Trip>(e => e.HasKey(t => new { t.Year, t.Number })).Entity<Stop>(e => e.HasOne(s => s.Trip).WithMany(t => t.Stops).HasForeignKey(s => new { s.Year, s.Number })));
        var plan = ReadPlanner.Fetch(trips, From<Trip>().Include(t => t.Stops)).Plan;
        Assert.Equal("SELECT t0.\"id\", t0.\"year\", t0.\"number\", t0.\"xmin\" FROM \"stop\" t0 WHERE (t0.\"year\", t0.\"number\") IN (SELECT k.\"k0\", k.\"k1\" FROM unnest($1::integer[], $2::integer[]) k(k0, k1))", plan.Statements[1]);
        Assert.Equal([0, 1], plan.Steps[1].Arguments.Select(a => ((Argument.KeysOf)a).Part));
        Assert.Equal("SELECT t0.\"id\" FROM \"stop\" t0 WHERE t0.\"year\" = $1 AND t0.\"number\" = $2", ReadPlanner.Fetch(trips, From<Stop>().Where(s => s.Trip == new Trip { Year = 1, Number = 2 }).Select(s => s.Id)).Plan.ToString());
        Assert.Contains("JOIN \"trip\" t1 ON t1.\"year\" = t0.\"year\" AND t1.\"number\" = t0.\"number\"", ReadPlanner.Fetch(trips, From<Stop>().Include(s => s.Trip)).Plan.ToString(), StringComparison.Ordinal);
    }

    private sealed record Trip
    {
        public int Year { get; init; }
        public int Number { get; init; }
        public ToMany<Stop> Stops { get; init; }
    }

    private sealed record Stop
    {
        public int Id { get; init; }
        public int Year { get; init; }
        public int Number { get; init; }
        public ToOne<Trip> Trip { get; init; }
    }
}
