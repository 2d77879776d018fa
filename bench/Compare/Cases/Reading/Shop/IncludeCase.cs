using System.Data;
using AkkaOrm.Compare.Data.Shop;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Reading.Shop;

/// <summary>Rows with those of a relation, of which nobody keeps track.</summary>
internal sealed class IncludeCase : Case
{
    private const string Customers = $"SELECT {ShopData.CustomerColumns} FROM customers";
    private const string Orders = $"SELECT {ShopData.OrderColumns} FROM orders";

    public override string Name => "include";

    public override string Title => "1,000 customers of sixteen columns with two orders of fourteen columns each, untracked";

    public override string Group => "Reading";

    public override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await ShopData.SharedAsync(arena).ConfigureAwait(false);
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var ours = Ours.Start(arena, ShopData.Model);
        var ef = Ef.Pool<ShopContext>(arena);
        var linq = Linq2Db.Options(arena);
        var query = Query.From<Customer>().Include(c => c.Orders).NoTracking();
        var operations = arena.Size(10, 1);
        return
        [
            Of("akkaorm", operations, async () =>
            {
                await using var session = ours.Orm.OpenSession();
                return await session.FetchAsync(query).ConfigureAwait(false);
            }, c => c.Orders) with { Dispose = () => ours.DisposeAsync().AsTask() },
            Of("raw", operations, () => RawAsync(arena.DataSource), c => c.Orders),
            Of("dapper", operations, async () =>
            {
                await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                await using var results = await connection.QueryMultipleAsync($"{Customers};{Orders}").ConfigureAwait(false);
                var customers = (await results.ReadAsync<PeerCustomer>().ConfigureAwait(false)).AsList();
                return Together(customers, await results.ReadAsync<PeerOrder>().ConfigureAwait(false));
            }, c => c.Orders),
            Of("ef-untracked", operations, async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return (IReadOnlyList<PeerCustomer>)await db.Customers.AsNoTracking().Include(c => c.Orders).AsSplitQuery().ToListAsync().ConfigureAwait(false);
            }, c => c.Orders),
            Of("linq2db", operations, async () =>
            {
                await using var db = Linq2Db.Open(linq);
                return await ShopLinq.WithOrdersAsync(db).ConfigureAwait(false);
            }, c => c.Orders),
        ];
    }

    private static Contender Of<T>(string peer, int operations, Func<Task<IReadOnlyList<T>>> read, Func<T, IEnumerable<OrderColumns>> orders) where T : CustomerColumns => new(peer, operations, async _ =>
    {
        for (var i = 0; i < operations; i++) await read().ConfigureAwait(false);
    })
    {
        Answer = async () =>
        {
            var digest = new Digest();
            foreach (var customer in (await read().ConfigureAwait(false)).OrderBy(c => c.Id))
            {
                ShopData.Add(digest, customer);
                foreach (var order in orders(customer).OrderBy(o => o.Id)) ShopData.Add(digest, order);
            }
            return digest.ToString();
        },
    };

    private static async Task<IReadOnlyList<PeerCustomer>> RawAsync(NpgsqlDataSource source)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Customers));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Orders));
        await using var rows = await batch.ExecuteReaderAsync(CommandBehavior.Default).ConfigureAwait(false);
        var customers = new List<PeerCustomer>();
        while (await rows.ReadAsync().ConfigureAwait(false)) customers.Add(ShopData.ReadCustomer(rows));
        await rows.NextResultAsync().ConfigureAwait(false);
        var orders = new List<PeerOrder>();
        while (await rows.ReadAsync().ConfigureAwait(false)) orders.Add(ShopData.ReadOrder(rows));
        return Together(customers, orders);
    }

    private static IReadOnlyList<PeerCustomer> Together(List<PeerCustomer> customers, IEnumerable<PeerOrder> orders)
    {
        var byKey = new Dictionary<int, PeerCustomer>(customers.Count);
        foreach (var customer in customers) byKey.Add(customer.Id, customer);
        foreach (var order in orders)
        {
            order.Customer = byKey[order.CustomerId];
            order.Customer.Orders.Add(order);
        }
        return customers;
    }
}
