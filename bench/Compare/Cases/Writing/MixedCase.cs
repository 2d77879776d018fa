using AkkaOrm.Compare.Data.Customers;
using AkkaOrm.Compare.Frame;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Writing;

/// <summary>EF Core's SimpleUpdatePipeline, Mixed: 333 inserts, 333 updates, 334 deletes in one unit.</summary>
internal sealed class MixedCase : CustomersCase
{
    private const int Updated = 333, Deleted = 334, Added = 333;

    public override string Name => "mixed-1000";
    public override string Title => "a unit inserts 333 customers, changes 333 and deletes 334";

    protected override int Rows(Arena arena) => Updated + Deleted + 1;

    protected override IEnumerable<Contender> Contenders() =>
    [
        Of("akkaorm", SessionAsync, async read =>
        {
            read.With.AddRange(Customer.Make(2000, Added));
            foreach (var customer in read.Customers.Take(Updated)) read.With.Update(customer, c => c with { FirstName = c.FirstName + " Modified" });
            foreach (var customer in read.Customers.Skip(Updated).Take(Deleted)) read.With.Delete(customer);
            return [.. (await read.With.CommitAsync().ConfigureAwait(false)).All<Customer>().Take(Added)];
        }),
        Of("raw", CustomersAsync, async customers =>
        {
            var added = Customer.Make(2000, Added);
            await using var connection = await Arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
            await using var batch = new NpgsqlBatch(connection, transaction);
            var insert = new NpgsqlBatchCommand(CustomersData.Insert);
            CustomersData.AddColumns(insert.Parameters, added);
            var update = new NpgsqlBatchCommand(CustomersData.Update);
            update.Parameters.AddWithValue("ids", customers.Take(Updated).Select(c => c.Id).ToArray());
            update.Parameters.AddWithValue("names", customers.Take(Updated).Select(c => c.FirstName + " Modified").ToArray());
            var delete = new NpgsqlBatchCommand(CustomersData.Delete);
            delete.Parameters.AddWithValue("ids", customers.Skip(Updated).Take(Deleted).Select(c => c.Id).ToArray());
            batch.BatchCommands.Add(insert);
            batch.BatchCommands.Add(update);
            batch.BatchCommands.Add(delete);
            await using (var keys = await batch.ExecuteReaderAsync().ConfigureAwait(false))
            {
                for (var i = 0; await keys.ReadAsync().ConfigureAwait(false); i++) added[i].Id = keys.GetInt32(0);
            }
            await transaction.CommitAsync().ConfigureAwait(false);
            return added;
        }),
        Of("ef", ContextAsync, async read =>
        {
            var added = Customer.Make(2000, Added);
            read.With.Customers.AddRange(added);
            foreach (var customer in read.Customers.Take(Updated)) customer.FirstName += " Modified";
            read.With.Customers.RemoveRange(read.Customers.Skip(Updated).Take(Deleted));
            await read.With.SaveChangesAsync().ConfigureAwait(false);
            return added;
        }),
    ];
}
