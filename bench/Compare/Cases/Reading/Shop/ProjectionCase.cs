using AkkaOrm.Compare.Data.Shop;
using AkkaOrm.Compare.Peers;
using LinqToDB.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Reading.Shop;

/// <summary>Some columns.</summary>
internal sealed class ProjectionCase : ShopCase<ProductLine>
{
    public override string Name => "projection";

    public override string Title => "seven columns of 1,000 products, into a record";

    protected override Comparison<ProductLine> Order => (x, y) => x.Id.CompareTo(y.Id);

    protected override Query<ProductLine> Ours { get; } = Query.From<Product>().Select(p => new ProductLine(p.Id, p.Name, p.Sku, p.Retail, p.CurrentPrice, p.ActualStockLevel, p.IsDiscontinued));

    protected override string Sql => "SELECT id, name, sku, retail, current_price AS \"CurrentPrice\", actual_stock_level AS \"ActualStockLevel\", is_discontinued AS \"IsDiscontinued\" FROM products";

    protected override Func<ShopContext, IAsyncEnumerable<ProductLine>> EfCompiled { get; } = EF.CompileAsyncQuery((ShopContext db) => db.Products.Select(p => new ProductLine(p.Id, p.Name, p.Sku, p.Retail, p.CurrentPrice, p.ActualStockLevel, p.IsDiscontinued)));

    protected override ProductLine Read(NpgsqlDataReader row) => ShopData.ReadLine(row);

    protected override Digest Add(Digest digest, ProductLine p) => digest.Row(p.Id, p.Name, p.Sku, p.Retail, p.CurrentPrice, p.ActualStockLevel, p.IsDiscontinued);

    protected override IQueryable<ProductLine> Ef(ShopContext db) => db.Products.Select(p => new ProductLine(p.Id, p.Name, p.Sku, p.Retail, p.CurrentPrice, p.ActualStockLevel, p.IsDiscontinued));

    protected override Task<IReadOnlyList<ProductLine>> Linq(DataConnection db) => ShopLinq.LinesAsync(db);
}
