using AkkaOrm.Compare.Data.Customers;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Writing;

/// <summary>Small units one after the other, each with a session, context or connection of its own.</summary>
/// <param name="writes">How many customers each inserts.</param>
internal sealed class UnitCase(int writes) : CustomersCase
{
    public override string Name => $"unit-{writes}";
    public override string Title => $"units of {writes} new customers, each committed, one after the other";

    protected override int Rows(Arena arena) => 1;

    protected override IEnumerable<Contender> Contenders()
    {
        var units = Arena.Size(Math.Max(200 / writes, 10), 5);
        return
        [
            Each("akkaorm", async customers =>
            {
                await using var session = Orm.OpenSession();
                session.AddRange(customers);
                return (await session.CommitAsync().ConfigureAwait(false)).All<Customer>();
            }),
            Each("raw", async customers =>
            {
                await CustomersData.InsertAsync(Arena, customers).ConfigureAwait(false);
                return customers;
            }),
            Each("dapper", async customers =>
            {
                await using var connection = await Arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
                foreach (var customer in customers) customer.Id = await connection.ExecuteScalarAsync<int>(CustomersData.InsertOne, customer, transaction).ConfigureAwait(false);
                await transaction.CommitAsync().ConfigureAwait(false);
                return customers;
            }),
            Each("ef", async customers =>
            {
                await using var db = await Ef.CreateDbContextAsync().ConfigureAwait(false);
                db.Customers.AddRange(customers);
                await db.SaveChangesAsync().ConfigureAwait(false);
                return customers;
            }),
            Each("linq2db", async customers =>
            {
                await using var db = Linq2Db.Open(Linq);
                await using var transaction = await db.BeginTransactionAsync().ConfigureAwait(false);
                foreach (var customer in customers) customer.Id = await CustomersLinq.InsertAsync(db, customer).ConfigureAwait(false);
                await transaction.CommitAsync().ConfigureAwait(false);
                return customers;
            }),
        ];

        Contender Each(string peer, Func<Customer[], Task<IReadOnlyList<Customer>>> unit) => Of(peer, async () =>
        {
            var added = new List<Customer>();
            for (var i = 0; i < units; i++) added.AddRange(await unit(Customer.Make(2 + (i * writes), writes)).ConfigureAwait(false));
            return added;
        }) with
        { Operations = units };
    }
}
