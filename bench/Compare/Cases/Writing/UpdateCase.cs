using AkkaOrm.Compare.Data.Customers;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;

namespace AkkaOrm.Compare.Cases.Writing;

/// <summary>EF Core's SimpleUpdatePipeline, Update: each of a thousand customers gets another first name.</summary>
internal sealed class UpdateCase : CustomersCase
{
    private const int Count = 1000;

    public override string Name => "update-1000";
    public override string Title => "a unit changes a column of each of 1,000 customers it has read";
    public override string? Remark => "AkkaOrm also notices changes of others by the row's version and locks in the order of keys; the others run without concurrency tokens and overwrite.";

    protected override int Rows(Arena arena) => Count;

    protected override IEnumerable<Contender> Contenders() =>
    [
        Of("akkaorm", SessionAsync, async read =>
        {
            foreach (var customer in read.Customers) read.With.Update(customer, c => c with { FirstName = c.FirstName + " Modified" });
            await read.With.CommitAsync().ConfigureAwait(false);
            return [];
        }),
        Of("raw", CustomersAsync, async customers =>
        {
            await using var command = Arena.DataSource.CreateCommand(CustomersData.Update);
            command.Parameters.AddWithValue("ids", customers.Select(c => c.Id).ToArray());
            command.Parameters.AddWithValue("names", customers.Select(c => c.FirstName + " Modified").ToArray());
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            return [];
        }),
        Of("dapper", CustomersAsync, async customers =>
        {
            await using var connection = await Arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
            await connection.ExecuteAsync(CustomersData.Update, new { ids = customers.Select(c => c.Id).ToArray(), names = customers.Select(c => c.FirstName + " Modified").ToArray() }).ConfigureAwait(false);
            return [];
        }),
        Of("ef", ContextAsync, async read =>
        {
            foreach (var customer in read.Customers) customer.FirstName += " Modified";
            await read.With.SaveChangesAsync().ConfigureAwait(false);
            return [];
        }),
        Of("linq2db", CustomersAsync, async customers =>
        {
            await using var db = Linq2Db.Open(Linq);
            await using var transaction = await db.BeginTransactionAsync().ConfigureAwait(false);
            foreach (var customer in customers) customer.FirstName += " Modified";
            await CustomersLinq.UpdateAsync(db, customers).ConfigureAwait(false);
            await transaction.CommitAsync().ConfigureAwait(false);
            return [];
        }),
    ];
}
