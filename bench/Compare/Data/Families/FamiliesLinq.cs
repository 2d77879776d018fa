using LinqToDB;
using LinqToDB.Async;

namespace AkkaOrm.Compare.Data.Families;

/// <summary>linq2db's queries; in a file without EF Core, whose methods have the same names.</summary>
internal static class FamiliesLinq
{
    public static async Task<IReadOnlyList<PeerParent>> AllAsync(IDataContext db, int atMost) =>
        await db.GetTable<PeerParent>().Where(p => p.Id <= atMost).LoadWith(p => p.Children).ToListAsync().ConfigureAwait(false);

    public static Task<List<PeerParent>> ParentsAsync(IDataContext db, int atMost) => db.GetTable<PeerParent>().Where(p => p.Id <= atMost).ToListAsync();

    public static Task<List<PeerChild>> ChildrenAsync(IDataContext db, int parent) => db.GetTable<PeerChild>().Where(c => c.ParentId == parent).ToListAsync();
}
