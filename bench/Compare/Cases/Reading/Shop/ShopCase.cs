using AkkaOrm.Compare.Data.Shop;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using LinqToDB.Data;
using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Cases.Reading.Shop;

/// <summary>One of EF Core's own queries over 1,000 products, tracked by nobody.</summary>
internal abstract class ShopCase<T> : RowsCase<T>
{
    /// <summary>What is asked, by each.</summary>
    protected abstract Query<T> Ours { get; }
    protected abstract string Sql { get; }
    protected abstract T Read(Npgsql.NpgsqlDataReader row);
    protected abstract IQueryable<T> Ef(ShopContext db);
    protected abstract Func<ShopContext, IAsyncEnumerable<T>> EfCompiled { get; }
    protected abstract Task<IReadOnlyList<T>> Linq(DataConnection db);

    public override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await ShopData.SharedAsync(arena).ConfigureAwait(false);
        var ours = Peers.Ours.Start(arena, ShopData.Model);
        var ef = Peers.Ef.Pool<ShopContext>(arena);
        var linq = Linq2Db.Options(arena);
        Reader[] readers =
        [
            Akka(ours, Ours),
            Raw(arena, Sql, Read),
            Dapper(arena, Sql),
            new("ef-untracked", async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await Ef(db).ToListAsync().ConfigureAwait(false);
            }),
            new("ef-compiled", async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await EfCompiled(db).ToListAsync().ConfigureAwait(false);
            }),
            new("linq2db", async () =>
            {
                await using var db = Linq2Db.Open(linq);
                return await Linq(db).ConfigureAwait(false);
            }),
        ];
        var operations = arena.Size(40, 5);
        return [.. readers.Select(r => Of(r, operations))];
    }
}

/// <inheritdoc/>
internal abstract class ProductsCase : ShopCase<Product>
{
    protected override Comparison<Product>? Order => (x, y) => x.Id.CompareTo(y.Id);

    protected override Product Read(Npgsql.NpgsqlDataReader row) => ShopData.ReadProduct(row);

    protected override Digest Add(Digest digest, Product row) => ShopData.Add(digest, row);
}
