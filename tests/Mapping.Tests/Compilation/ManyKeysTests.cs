using AkkaOrm.Queries;
using AkkaOrm.Tests.Models;
using AkkaOrm.Tracking;
using Xunit;

namespace AkkaOrm.Compilation;

/// <summary>L9, L15: the statement for many keys of a shape, which reads what the one for one key reads.</summary>
public sealed class ManyKeysTests
{
    [Fact]
    public void Keys_that_compare_bytewise_are_one_array()
    {
        var find = Find<Traveler>(7);
        Assert.Equal(Ask.Travelers + " WHERE t0.\"id\" = ANY ($1)", find.Keyed!.Many.Statement.Sql);
        Assert.Equal(find.Steps[0].Statement.Columns.AsEnumerable(), find.Keyed.Many.Statement.Columns.AsEnumerable());
    }

    [Fact]
    public void Composite_keys_are_arrays_side_by_side_with_the_place_behind_the_columns()
    {
        var find = Find<Visit>((7, 578));
        var many = find.Keyed!.Many.Statement;
        Assert.EndsWith("FROM unnest($1::integer[], $2::integer[]) WITH ORDINALITY k(k0, k1, i) JOIN \"visit\" t0 ON t0.\"traveler_id\" = k.\"k0\" AND t0.\"country_id\" = k.\"k1\"", many.Sql, StringComparison.Ordinal);
        Assert.Equal(find.Steps[0].Statement.Columns.Length + 1, many.Columns.Length);
    }

    [Fact]
    public void The_statement_of_a_shape_is_one_object_whatever_the_key()
    {
        Assert.Same(Find<Traveler>(7).Keyed!.Many, Find<Traveler>(8).Keyed!.Many);
        Assert.True(Find<Traveler>(7).Keyed!.Joins(Find<Traveler>(8).Keyed!));
    }

    [Fact]
    public void Keys_of_another_type_are_bound_as_their_column_holds_them()
    {
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        var keyed = Find<Order>(new OrderId(one)).Keyed!;
        var bound = keyed.Many.Bind([keyed.Key, Find<Order>(new OrderId(other)).Keyed!.Key], keyed.Others);
        Assert.Equal([one, other], (Guid[])bound.Arguments[0]!);
    }

    private static Plan Find<T>(object key) => ReadPlanner.Find(Shop.Model, KeyValues.FromUser(Shop.Model.Entity(typeof(T)), key)).Plan;
}
