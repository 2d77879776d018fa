using AkkaOrm.Compare.Data.Customers;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;

namespace AkkaOrm.Compare.Cases.Writing;

/// <summary>EF Core's SimpleUpdatePipeline, Delete.</summary>
internal sealed class DeleteCase : CustomersCase
{
    private const int Count = 1000;

    public override string Name => "delete-1000";
    public override string Title => "a unit deletes 1,000 customers it has read";
    public override string? Remark => "AkkaOrm also notices changes of others by the row's version, and locks in the order of keys; the others run without concurrency tokens.";

    protected override int Rows(Arena arena) => Count + 1;

    protected override IEnumerable<Contender> Contenders() =>
    [
        Of("akkaorm", SessionAsync, async read =>
        {
            foreach (var customer in read.Customers.Take(Count)) read.With.Delete(customer);
            await read.With.CommitAsync().ConfigureAwait(false);
            return [];
        }),
        Of("raw", CustomersAsync, async customers =>
        {
            await using var command = Arena.DataSource.CreateCommand(CustomersData.Delete);
            command.Parameters.AddWithValue("ids", customers.Take(Count).Select(c => c.Id).ToArray());
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            return [];
        }),
        Of("dapper", CustomersAsync, async customers =>
        {
            await using var connection = await Arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
            await connection.ExecuteAsync(CustomersData.Delete, new { ids = customers.Take(Count).Select(c => c.Id).ToArray() }).ConfigureAwait(false);
            return [];
        }),
        Of("ef", ContextAsync, async read =>
        {
            read.With.Customers.RemoveRange(read.Customers.Take(Count));
            await read.With.SaveChangesAsync().ConfigureAwait(false);
            return [];
        }),
        Of("linq2db", CustomersAsync, async customers =>
        {
            await using var db = Linq2Db.Open(Linq);
            await CustomersLinq.DeleteAsync(db, [.. customers.Take(Count).Select(c => c.Id)]).ConfigureAwait(false);
            return [];
        }),
    ];
}
