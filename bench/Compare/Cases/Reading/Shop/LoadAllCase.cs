using AkkaOrm.Compare.Data.Shop;
using LinqToDB.Data;
using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Cases.Reading.Shop;

/// <summary>A whole table.</summary>
internal sealed class LoadAllCase : ProductsCase
{
    public override string Name => "load-all";

    public override string Title => "all 1,000 products of twelve columns";

    protected override Query<Product> Ours { get; } = Query.From<Product>().NoTracking();

    protected override string Sql => $"SELECT {ShopData.ProductColumns} FROM products";

    protected override Func<ShopContext, IAsyncEnumerable<Product>> EfCompiled { get; } = EF.CompileAsyncQuery((ShopContext db) => db.Products.AsNoTracking());

    protected override IQueryable<Product> Ef(ShopContext db) => db.Products.AsNoTracking();

    protected override Task<IReadOnlyList<Product>> Linq(DataConnection db) => ShopLinq.AllAsync(db);
}
