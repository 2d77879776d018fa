using AkkaOrm.Compare.Data.Customers;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;

namespace AkkaOrm.Compare.Cases.Writing;

/// <summary>More rows than one would put in a unit: everybody's way of writing many at once.</summary>
internal sealed class BulkCase : CustomersCase
{
    public override string Name => "bulk-100000";
    public override string Title => "100,000 new customers, each peer in the fastest way it has";
    public override string? Remark => "raw and linq2db write by COPY, which brings no keys and tracks nothing; Dapper sends one statement with an array a column and reads the keys; AkkaOrm and EF Core write an ordinary unit, whose rows come back with their keys.";

    protected override int Rows(Arena arena) => 1;

    protected override IEnumerable<Contender> Contenders()
    {
        var count = Arena.Size(100_000, 2_000);
        return
        [
            Of("akkaorm", async () =>
            {
                await using var session = Orm.OpenSession();
                session.AddRange(Customer.Make(2, count));
                await session.CommitAsync().ConfigureAwait(false);
                return [];
            }),
            Of("raw", async () =>
            {
                await using var connection = await Arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                await using var writer = await connection.BeginBinaryImportAsync(CustomersData.Copy).ConfigureAwait(false);
                foreach (var customer in Customer.Make(2, count)) await CustomersData.WriteAsync(writer, customer).ConfigureAwait(false);
                await writer.CompleteAsync().ConfigureAwait(false);
                return [];
            }),
            Of("dapper", async () =>
            {
                var customers = Customer.Make(2, count);
                await using var connection = await Arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                var keys = await connection.QueryAsync<int>(CustomersData.Insert, CustomersData.Columns(customers)).ConfigureAwait(false);
                foreach (var (customer, key) in customers.Zip(keys)) customer.Id = key;
                return [];
            }),
            Of("ef", async () =>
            {
                await using var db = await Ef.CreateDbContextAsync().ConfigureAwait(false);
                db.Customers.AddRange(Customer.Make(2, count));
                await db.SaveChangesAsync().ConfigureAwait(false);
                return [];
            }),
            Of("linq2db", async () =>
            {
                await using var db = Linq2Db.Open(Linq);
                await CustomersLinq.BulkAsync(db, Customer.Make(2, count)).ConfigureAwait(false);
                return [];
            }),
        ];
    }
}
