using AkkaOrm.Compare.Data.Shop;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Cases.Reading.Shop;

/// <summary>A number that the server counts.</summary>
internal sealed class CountCase : Case
{
    private const string Sql = "SELECT count(*)::int FROM products";

    private static readonly Func<ShopContext, Task<int>> EfCompiled = EF.CompileAsyncQuery((ShopContext db) => db.Products.Count());

    public override string Name => "count";

    public override string Title => "how many products there are, counted by the server";

    public override string Group => "Reading";

    public override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await ShopData.SharedAsync(arena).ConfigureAwait(false);
        var ours = Ours.Start(arena, ShopData.Model);
        var ef = Ef.Pool<ShopContext>(arena);
        var linq = Linq2Db.Options(arena);
        var operations = arena.Size(200, 20);
        return
        [
            Of("akkaorm", operations, async () =>
            {
                await using var session = ours.Orm.OpenSession();
                return await session.CountAsync(Query.From<Product>()).ConfigureAwait(false);
            }) with { Dispose = () => ours.DisposeAsync().AsTask() },
            Of("raw", operations, async () =>
            {
                await using var command = arena.DataSource.CreateCommand(Sql);
                return (int)(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
            }),
            Of("dapper", operations, async () =>
            {
                await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                return await connection.ExecuteScalarAsync<int>(Sql).ConfigureAwait(false);
            }),
            Of("ef", operations, async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await db.Products.CountAsync().ConfigureAwait(false);
            }),
            Of("ef-compiled", operations, async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await EfCompiled(db).ConfigureAwait(false);
            }),
            Of("linq2db", operations, async () =>
            {
                await using var db = Linq2Db.Open(linq);
                return await ShopLinq.CountAsync(db).ConfigureAwait(false);
            }),
        ];
    }

    private static Contender Of(string peer, int operations, Func<Task<int>> count) => new(peer, operations, async _ =>
    {
        for (var i = 0; i < operations; i++) await count().ConfigureAwait(false);
    })
    {
        Answer = async () => new Digest().Row(await count().ConfigureAwait(false)).ToString(),
    };
}
