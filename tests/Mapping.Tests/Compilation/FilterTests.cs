using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Compilation;

/// <summary>L14: global filters.</summary>
public sealed class FilterTests
{
    private static int _tenant = 1;

    private static readonly Model Model = Model.Create(m => m
        .Entity<Owner>(e => e.HasFilter("tenant", x => x.Tenant == _tenant).HasFilter("alive", x => !x.IsGone))
        .Entity<Pet>(e => e.HasFilter("alive", x => x.Owner.Value.Name != "gone")));

    private sealed record Owner
    {
        public int Id { get; init; }
        public int Tenant { get; init; }
        public bool IsGone { get; init; }
        public required string Name { get; init; }
        public ToMany<Pet> Pets { get; init; }
    }

    private sealed record Pet
    {
        public int Id { get; init; }
        public ToOne<Owner> Owner { get; init; }
    }

    [Fact]
    public void They_apply_to_the_root_and_read_their_values_anew()
    {
        _tenant = 1;
        Assert.Equal("SELECT t0.\"id\" FROM \"owner\" t0 WHERE t0.\"tenant\" = $1 AND NOT t0.\"is_gone\" AND t0.\"id\" > $2", Sql(From<Owner>().Where(x => x.Id > 3).Select(x => x.Id)));
        var before = StatementCache.Of(Model).Compilations;
        _tenant = 2;
        Assert.Equal(new Argument.Value(2), ReadPlanner.Fetch(Model, From<Owner>().Where(x => x.Id > 3).Select(x => x.Id)).Plan.Steps[0].Arguments[0]);
        Assert.Equal(before, StatementCache.Of(Model).Compilations);
    }

    /// <summary>L14, L15: rows of two tenants are never read by one statement.</summary>
    [Fact]
    public void They_keep_reads_by_key_apart_that_were_given_different_values()
    {
        KeyedRead Find(int tenant, int key)
        {
            _tenant = tenant;
            return ReadPlanner.Find(Model, new Tracking.EntityKey(Model.Entity(typeof(Owner)), key)).Plan.Keyed!;
        }
        Assert.True(Find(1, 7).Joins(Find(1, 8)));
        Assert.False(Find(1, 7).Joins(Find(2, 8)));
        var bound = Find(2, 7).Many.Bind([Find(2, 7).Key, Find(2, 8).Key], Find(2, 7).Others);
        Assert.EndsWith("WHERE t0.\"id\" = ANY ($1) AND t0.\"tenant\" = $2 AND NOT t0.\"is_gone\"", bound.Statement.Sql, StringComparison.Ordinal);
        Assert.Equal(2, bound.Arguments[1]);
    }

    [Fact]
    public void They_can_be_switched_off_by_name_and_altogether()
    {
        Assert.Equal("SELECT t0.\"id\" FROM \"owner\" t0 WHERE NOT t0.\"is_gone\"", Sql(From<Owner>().IgnoreFilters("tenant").Select(x => x.Id)));
        Assert.Equal("SELECT t0.\"id\" FROM \"owner\" t0", Sql(From<Owner>().IgnoreFilters().Select(x => x.Id)));
        Assert.Contains("nobody", Assert.Throws<StatementException>(() => Sql(From<Owner>().IgnoreFilters("nobody"))).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void They_apply_to_joins_without_hiding_the_parent() => Assert.Equal(
        "SELECT t1.\"name\" FROM \"pet\" t0 LEFT JOIN \"owner\" t1 ON t1.\"id\" = t0.\"owner_id\" AND NOT t1.\"is_gone\" WHERE t1.\"name\" IS DISTINCT FROM $1",
        Sql(From<Pet>().IgnoreFilters("tenant").Select(x => x.Owner.Value.Name)));

    [Fact]
    public void They_apply_to_collections_and_includes()
    {
        Assert.Equal("SELECT EXISTS (SELECT 1 FROM \"pet\" t1 LEFT JOIN \"owner\" t2 ON t2.\"id\" = t1.\"owner_id\" AND NOT t2.\"is_gone\" WHERE t1.\"owner_id\" = t0.\"id\" AND t2.\"name\" IS DISTINCT FROM $1) FROM \"owner\" t0 WHERE NOT t0.\"is_gone\"",
            Sql(From<Owner>().IgnoreFilters("tenant").Select(x => x.Pets.Any())));
        Assert.Equal("SELECT t0.\"id\", t0.\"owner_id\", t0.\"xmin\" FROM \"pet\" t0 LEFT JOIN \"owner\" t1 ON t1.\"id\" = t0.\"owner_id\" AND NOT t1.\"is_gone\" WHERE t0.\"owner_id\" = ANY ($1) AND t1.\"name\" IS DISTINCT FROM $2",
            ReadPlanner.Fetch(Model, From<Owner>().IgnoreFilters("tenant").Include(x => x.Pets)).Plan.Statements[1]);
    }

    [Fact]
    public void They_apply_to_find() => Assert.EndsWith("WHERE t0.\"id\" = $1 AND t0.\"tenant\" = $2 AND NOT t0.\"is_gone\"", ReadPlanner.Find(Model, new(Model.Entity(typeof(Owner)), 5)).Plan.ToString(), StringComparison.Ordinal);

    private static string Sql(Query query) => ReadPlanner.Fetch(Model, query).Plan.ToString();
}
