using AkkaOrm.Compare.Data.Customers;

namespace AkkaOrm.Compare.Cases.Tracking;

/// <summary>EF Core's DbSetOperation, AddRange.</summary>
internal sealed class TrackAddCase : TrackerCase
{
    public override string Name => "track-add-20000";
    public override string Title => "20,000 new customers in a unit, before it is written";

    protected override bool AreTracked => false;
    protected override Changes Stage(Changes changes, IReadOnlyList<Customer> customers) => changes.AddRange(customers);
    protected override void Stage(CustomersContext db, IReadOnlyList<Customer> customers) => db.Customers.AddRange(customers);
}

/// <summary>EF Core's DbSetOperation, UpdateRange, where one column has changed and is to be found out.</summary>
internal sealed class TrackUpdateCase : TrackerCase
{
    public override string Name => "track-update-20000";
    public override string Title => "20,000 customers, one column of each changed and found out, before the unit is written";

    protected override bool AreTracked => true;

    protected override Changes Stage(Changes changes, IReadOnlyList<Customer> customers)
    {
        foreach (var customer in customers) changes = changes.Update(customer, c => c with { FirstName = c.FirstName + " Modified" });
        return changes;
    }

    protected override void Stage(CustomersContext db, IReadOnlyList<Customer> customers)
    {
        foreach (var customer in customers) customer.FirstName += " Modified";
    }
}

/// <summary>EF Core's DbSetOperation, RemoveRange.</summary>
internal sealed class TrackRemoveCase : TrackerCase
{
    public override string Name => "track-remove-20000";
    public override string Title => "20,000 customers deleted in a unit, before it is written";

    protected override bool AreTracked => true;

    protected override Changes Stage(Changes changes, IReadOnlyList<Customer> customers)
    {
        foreach (var customer in customers) changes = changes.Delete(customer);
        return changes;
    }

    protected override void Stage(CustomersContext db, IReadOnlyList<Customer> customers) => db.Customers.RemoveRange(customers);
}
