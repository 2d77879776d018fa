using AkkaOrm.Compare.Data.Shop;
using LinqToDB.Data;
using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Cases.Reading.Shop;

/// <summary>A condition.</summary>
internal sealed class WhereCase : ProductsCase
{
    public override string Name => "where";

    public override string Title => "the products whose stock is below 5, of 1,000";

    protected override Query<Product> Ours { get; } = Query.From<Product>().Where(p => p.ActualStockLevel < 5).NoTracking();

    protected override string Sql => $"SELECT {ShopData.ProductColumns} FROM products WHERE actual_stock_level < 5";

    protected override Func<ShopContext, IAsyncEnumerable<Product>> EfCompiled { get; } = EF.CompileAsyncQuery((ShopContext db) => db.Products.AsNoTracking().Where(p => p.ActualStockLevel < 5));

    protected override IQueryable<Product> Ef(ShopContext db) => db.Products.AsNoTracking().Where(p => p.ActualStockLevel < 5);

    protected override Task<IReadOnlyList<Product>> Linq(DataConnection db) => ShopLinq.LowAsync(db);
}
