using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace AkkaOrm.Compare.Data.Shop;

/// <summary>linq2db's queries; in a file without EF Core, whose methods have the same names.</summary>
internal static class ShopLinq
{
    public static async Task<IReadOnlyList<Product>> AllAsync(DataConnection db) => await db.GetTable<Product>().ToListAsync().ConfigureAwait(false);

    public static async Task<IReadOnlyList<Product>> LowAsync(DataConnection db) => await db.GetTable<Product>().Where(p => p.ActualStockLevel < 5).ToListAsync().ConfigureAwait(false);

    public static async Task<IReadOnlyList<Product>> ByNameAsync(DataConnection db) => await db.GetTable<Product>().OrderBy(p => p.Name).ToListAsync().ConfigureAwait(false);

    public static async Task<IReadOnlyList<Product>> SecondHalfAsync(DataConnection db) =>
        await db.GetTable<Product>().OrderBy(p => p.Id).Skip(ShopData.Products / 2).Take(ShopData.Products / 2).ToListAsync().ConfigureAwait(false);

    public static Task<int> CountAsync(DataConnection db) => db.GetTable<Product>().CountAsync();

    public static async Task<IReadOnlyList<ProductLine>> LinesAsync(DataConnection db) => await db.GetTable<Product>()
        .Select(p => new ProductLine(p.Id, p.Name, p.Sku, p.Retail, p.CurrentPrice, p.ActualStockLevel, p.IsDiscontinued)).ToListAsync().ConfigureAwait(false);

    public static async Task<IReadOnlyList<OrderLetter>> LettersAsync(DataConnection db) => await db.GetTable<PeerOrder>()
        .Select(o => new OrderLetter(o.Customer.Title, o.Customer.FirstName, o.Customer.LastName, o.Date, o.Addressee, o.Tax, o.City)).ToListAsync().ConfigureAwait(false);

    public static async Task<IReadOnlyList<PeerCustomer>> WithOrdersAsync(DataConnection db) =>
        await db.GetTable<PeerCustomer>().LoadWith(c => c.Orders).ToListAsync().ConfigureAwait(false);
}
