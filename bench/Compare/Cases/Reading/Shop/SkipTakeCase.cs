using AkkaOrm.Compare.Data.Shop;
using LinqToDB.Data;
using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Cases.Reading.Shop;

/// <summary>A page.</summary>
internal sealed class SkipTakeCase : ProductsCase
{
    public override string Name => "skip-take";

    public override string Title => "products 501 to 1,000 in the order of their keys";

    protected override Comparison<Product>? Order => null;

    protected override Query<Product> Ours { get; } = Query.From<Product>().OrderBy(p => p.Id).Skip(ShopData.Products / 2).Take(ShopData.Products / 2).NoTracking();

    protected override string Sql => $"SELECT {ShopData.ProductColumns} FROM products ORDER BY id LIMIT 500 OFFSET 500";

    protected override Func<ShopContext, IAsyncEnumerable<Product>> EfCompiled { get; } = EF.CompileAsyncQuery((ShopContext db) => db.Products.AsNoTracking().OrderBy(p => p.Id).Skip(ShopData.Products / 2).Take(ShopData.Products / 2));

    protected override IQueryable<Product> Ef(ShopContext db) => db.Products.AsNoTracking().OrderBy(p => p.Id).Skip(ShopData.Products / 2).Take(ShopData.Products / 2);

    protected override Task<IReadOnlyList<Product>> Linq(DataConnection db) => ShopLinq.SecondHalfAsync(db);
}
