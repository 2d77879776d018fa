using AkkaOrm.Compare.Data.Shop;
using LinqToDB.Data;
using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Cases.Reading.Shop;

/// <summary>An order.</summary>
internal sealed class OrderByCase : ProductsCase
{
    public override string Name => "order-by";

    public override string Title => "1,000 products in the order of their names";

    protected override Comparison<Product>? Order => null;

    protected override Query<Product> Ours { get; } = Query.From<Product>().OrderBy(p => p.Name).NoTracking();

    protected override string Sql => $"SELECT {ShopData.ProductColumns} FROM products ORDER BY name";

    protected override Func<ShopContext, IAsyncEnumerable<Product>> EfCompiled { get; } = EF.CompileAsyncQuery<ShopContext, Product>(db => db.Products.AsNoTracking().OrderBy(p => p.Name));

    protected override IQueryable<Product> Ef(ShopContext db) => db.Products.AsNoTracking().OrderBy(p => p.Name);

    protected override Task<IReadOnlyList<Product>> Linq(DataConnection db) => ShopLinq.ByNameAsync(db);
}
