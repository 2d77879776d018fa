using AkkaOrm.Compare.Data.Customers;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;

namespace AkkaOrm.Compare.Cases.Writing;

/// <summary>EF Core's SimpleUpdatePipeline, Insert: a thousand new customers whose keys the server makes.</summary>
internal sealed class InsertCase : CustomersCase
{
    private const int Count = 1000;

    public override string Name => "insert-1000";
    public override string Title => "a unit inserts 1,000 customers of 16 columns; their keys come back";
    public override string? Remark => "raw and Dapper send one statement with an array a column and read the keys alone; AkkaOrm reads the keys and whatever else may not be stored as it was sent, and would notice a row that a trigger kept out. linq2db sends one statement a row: its bulk copy brings no keys.";

    protected override int Rows(Arena arena) => 1;

    protected override IEnumerable<Contender> Contenders() =>
    [
        Of("akkaorm", async () =>
        {
            await using var session = Orm.OpenSession();
            session.AddRange(Customer.Make(2, Count));
            return (await session.CommitAsync().ConfigureAwait(false)).All<Customer>();
        }),
        Of("raw", async () =>
        {
            var customers = Customer.Make(2, Count);
            await CustomersData.InsertAsync(Arena, customers).ConfigureAwait(false);
            return customers;
        }),
        Of("dapper", async () =>
        {
            var customers = Customer.Make(2, Count);
            await using var connection = await Arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
            var keys = await connection.QueryAsync<int>(CustomersData.Insert, CustomersData.Columns(customers)).ConfigureAwait(false);
            foreach (var (customer, key) in customers.Zip(keys)) customer.Id = key;
            return customers;
        }),
        Of("ef", async () =>
        {
            var customers = Customer.Make(2, Count);
            await using var db = await Ef.CreateDbContextAsync().ConfigureAwait(false);
            db.Customers.AddRange(customers);
            await db.SaveChangesAsync().ConfigureAwait(false);
            return customers;
        }),
        Of("linq2db", async () =>
        {
            var customers = Customer.Make(2, Count);
            await using var db = Linq2Db.Open(Linq);
            await using var transaction = await db.BeginTransactionAsync().ConfigureAwait(false);
            await CustomersLinq.InsertAllAsync(db, customers).ConfigureAwait(false);
            await transaction.CommitAsync().ConfigureAwait(false);
            return customers;
        }),
    ];
}
