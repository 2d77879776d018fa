using AkkaOrm.Tests.Models;
using AkkaOrm.Tracking;
using AkkaOrm.UnitsOfWork;

namespace AkkaOrm.Tests.UnitsOfWork;

/// <summary>Keys of type uuid that nobody gave are made where the row is added: what refers to it needs no round trip to know them.</summary>
public sealed class ClientKeysTests
{
    private static readonly Order New = new() { Total = new(30, "EUR"), Buyer = ToOne.ByKey(7), Lines = [new OrderLine { Number = 1, Article = "map" }] };

    [Fact]
    public void A_uuid_key_that_is_not_set_is_made_when_the_row_is_added()
    {
        var (order, line) = Staged(New);
        var key = Assert.IsType<Guid>(order.Key!.Value.Value);
        Assert.Equal(7, key.Version);
        Assert.Equal(key, order.Values[order.Type.Key.Properties[0].Ordinal]);
        var reference = line.Type.Property("OrderId")!;
        Assert.Contains(reference.Ordinal, line.Writes);
        Assert.True(line.PendingKeys.Any(p => p.Target == order.TemporaryKey) || Equals(line.Values[reference.Ordinal], key));
    }

    [Fact]
    public void A_uuid_key_that_is_given_stays()
    {
        var id = Guid.NewGuid();
        Assert.Equal(id, Staged(New with { Id = new(id) }).Order.Key!.Value.Value);
    }

    [Fact]
    public void A_value_whose_uuid_key_is_not_set_is_new() => Assert.Null(KeyValues.Of(Shop.Model.Entity(typeof(Order)), New));

    private static (StagedRow Order, StagedRow Line) Staged(Order order)
    {
        var unit = new UnitOfWork(Shop.Model, new IdentityMap(10));
        foreach (var change in Shop.Model.Changes.Add(order).All) unit.Stage(change);
        var rows = unit.ToWrite().Rows;
        return (rows.Single(r => r.Type.ClrType == typeof(Order)), rows.Single(r => r.Type.ClrType == typeof(OrderLine)));
    }
}
