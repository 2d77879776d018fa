using AkkaOrm.Compare.Data.Customers;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Writing;

/// <summary>Inserts, updates and deletes in one unit; with 1,000 of them EF Core's SimpleUpdatePipeline, Mixed.</summary>
/// <param name="writes">Of one unit.</param>
internal sealed class MixedCase(int writes) : SlicesCase
{
    private const int Whole = 1000;

    private int Added => writes / 3;
    private int Updated => writes / 3;

    public override string Name => writes == Whole ? $"mixed-{writes}" : $"unit-mixed-{writes}";
    public override string Title => writes == Whole ? $"a unit {Does}" : $"units, one after the other, each of which {Does}";
    public override string? Remark => "AkkaOrm also notices changes of others by the row's version and locks in the order of keys; EF Core and linq2db run without concurrency tokens and overwrite, as the statements written by hand do. linq2db sends a statement for each row it inserts or updates.";

    protected override int Units(Arena arena) => arena.Size(Whole / writes, 1);
    protected override int Read => writes - Added;

    private string Does => $"inserts {Added} customers, changes {Updated} and deletes {writes - Added - Updated} which it has read";

    protected override IEnumerable<Contender> Contenders() =>
    [
        Ours(async (unit, read) =>
        {
            var added = read.With.AddRange(New(unit));
            foreach (var customer in read.Customers.Take(Updated)) read.With.Update(customer, c => c with { FirstName = c.FirstName + " Modified" });
            foreach (var customer in read.Customers.Skip(Updated)) read.With.Delete(customer);
            var committed = await read.With.CommitAsync().ConfigureAwait(false);
            return [.. added.Select(a => committed.Of(a))];
        }),
        Plain("raw", (unit, customers) => RawAsync(New(unit), customers)),
        Plain("dapper", async (unit, customers) =>
        {
            var added = New(unit);
            await using var connection = await Arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
            var keys = await connection.QueryAsync<int>(CustomersData.Insert, CustomersData.Columns(added), transaction).ConfigureAwait(false);
            foreach (var (customer, key) in added.Zip(keys)) customer.Id = key;
            await connection.ExecuteAsync(CustomersData.Update, new { ids = ToUpdate(customers), names = Names(customers) }, transaction).ConfigureAwait(false);
            await connection.ExecuteAsync(CustomersData.Delete, new { ids = ToDelete(customers) }, transaction).ConfigureAwait(false);
            await transaction.CommitAsync().ConfigureAwait(false);
            return added;
        }),
        EfCore(async (unit, read) =>
        {
            var added = New(unit);
            read.With.Customers.AddRange(added);
            foreach (var customer in read.Customers.Take(Updated)) customer.FirstName += " Modified";
            read.With.Customers.RemoveRange(read.Customers.Skip(Updated));
            await read.With.SaveChangesAsync().ConfigureAwait(false);
            return added;
        }),
        Plain("linq2db", async (unit, customers) =>
        {
            var added = New(unit);
            await using var db = Linq2Db.Open(Linq);
            await using var transaction = await db.BeginTransactionAsync().ConfigureAwait(false);
            await CustomersLinq.InsertAllAsync(db, added).ConfigureAwait(false);
            foreach (var customer in customers.Take(Updated)) customer.FirstName += " Modified";
            await CustomersLinq.UpdateAsync(db, customers.Take(Updated)).ConfigureAwait(false);
            await CustomersLinq.DeleteAsync(db, ToDelete(customers)).ConfigureAwait(false);
            await transaction.CommitAsync().ConfigureAwait(false);
            return added;
        }),
    ];

    /// <summary>One batch is one round trip and one transaction.</summary>
    private async Task<IReadOnlyList<Customer>> RawAsync(Customer[] added, IReadOnlyList<Customer> customers)
    {
        await using var batch = Arena.DataSource.CreateBatch();
        var insert = new NpgsqlBatchCommand(CustomersData.Insert);
        CustomersData.AddColumns(insert.Parameters, added);
        var update = new NpgsqlBatchCommand(CustomersData.Update);
        update.Parameters.AddWithValue("ids", ToUpdate(customers));
        update.Parameters.AddWithValue("names", Names(customers));
        var delete = new NpgsqlBatchCommand(CustomersData.Delete);
        delete.Parameters.AddWithValue("ids", ToDelete(customers));
        batch.BatchCommands.Add(insert);
        batch.BatchCommands.Add(update);
        batch.BatchCommands.Add(delete);
        await using var keys = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        for (var i = 0; await keys.ReadAsync().ConfigureAwait(false); i++) added[i].Id = keys.GetInt32(0);
        return added;
    }

    private Customer[] New(int unit) => Customer.Make(100_000 + (unit * Added), Added);

    private int[] ToUpdate(IReadOnlyList<Customer> customers) => [.. customers.Take(Updated).Select(c => c.Id)];

    private string[] Names(IReadOnlyList<Customer> customers) => [.. customers.Take(Updated).Select(c => c.FirstName + " Modified")];

    private int[] ToDelete(IReadOnlyList<Customer> customers) => [.. customers.Skip(Updated).Select(c => c.Id)];
}
