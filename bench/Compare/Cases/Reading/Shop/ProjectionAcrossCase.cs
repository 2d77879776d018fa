using AkkaOrm.Compare.Data.Shop;
using AkkaOrm.Compare.Peers;
using LinqToDB.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Reading.Shop;

/// <summary>Columns of two tables, by way of a relation.</summary>
internal sealed class ProjectionAcrossCase : ShopCase<OrderLetter>
{
    public override string Name => "projection-across";

    public override string Title => "2,000 orders with three columns of their customers, into a record";

    protected override Comparison<OrderLetter> Order => (x, y) => x.Date.CompareTo(y.Date);

    protected override Query<OrderLetter> Ours { get; } = Query.From<Order>().Select(o => new OrderLetter(o.Customer.Value.Title, o.Customer.Value.FirstName, o.Customer.Value.LastName, o.Date, o.Addressee, o.Tax, o.City));

    protected override string Sql => ShopData.Letters;

    protected override Func<ShopContext, IAsyncEnumerable<OrderLetter>> EfCompiled { get; } = EF.CompileAsyncQuery((ShopContext db) => db.Orders.Select(o => new OrderLetter(o.Customer.Title, o.Customer.FirstName, o.Customer.LastName, o.Date, o.Addressee, o.Tax, o.City)));

    protected override OrderLetter Read(NpgsqlDataReader row) => ShopData.ReadLetter(row);

    protected override Digest Add(Digest digest, OrderLetter o) => digest.Row(o.Title, o.FirstName, o.LastName, o.Date, o.Addressee, o.Tax, o.City);

    protected override IQueryable<OrderLetter> Ef(ShopContext db) => db.Orders.Select(o => new OrderLetter(o.Customer.Title, o.Customer.FirstName, o.Customer.LastName, o.Date, o.Addressee, o.Tax, o.City));

    protected override Task<IReadOnlyList<OrderLetter>> Linq(DataConnection db) => ShopLinq.LettersAsync(db);
}
