using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace AkkaOrm.Compare.Data.Sales;

/// <summary>linq2db's queries; in a file without EF Core, whose methods have the same names.</summary>
internal static class SalesLinq
{
    public static readonly Func<DataConnection, int, Task<PeerHeader>> ByKey =
        CompiledQuery.Compile((DataConnection db, int id) => db.GetTable<PeerHeader>().Where(h => h.Id == id).FirstAsync(CancellationToken.None));

    public static async Task<IReadOnlyList<PeerHeader>> AllAsync(IDataContext db) => await db.GetTable<PeerHeader>().ToListAsync().ConfigureAwait(false);

    public static async Task<IReadOnlyList<PeerHeader>> GraphAsync(IDataContext db) =>
        await db.GetTable<PeerHeader>().Where(h => h.Id <= SalesData.GraphHeaders).LoadWith(h => h.Details).ToListAsync().ConfigureAwait(false);
}
