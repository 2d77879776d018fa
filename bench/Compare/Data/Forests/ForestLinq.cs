using LinqToDB;
using LinqToDB.Data;

namespace AkkaOrm.Compare.Data.Forests;

/// <summary>linq2db's statements; in a file without EF Core, whose methods have the same names.</summary>
internal static class ForestLinq
{
    /// <summary>Rows whose keys others need one by one, the last level by COPY.</summary>
    public static async Task InsertAsync(DataConnection db, IReadOnlyList<PeerTree> trees)
    {
        foreach (var tree in trees)
        {
            tree.Id = await db.InsertWithInt32IdentityAsync(tree).ConfigureAwait(false);
            foreach (var branch in tree.Branches)
            {
                branch.TreeId = tree.Id;
                branch.Id = await db.InsertWithInt32IdentityAsync(branch).ConfigureAwait(false);
                foreach (var leaf in branch.Leaves) leaf.BranchId = branch.Id;
            }
        }

        await db.BulkCopyAsync(new BulkCopyOptions { BulkCopyType = BulkCopyType.ProviderSpecific }, trees.SelectMany(t => t.Branches).SelectMany(b => b.Leaves)).ConfigureAwait(false);
    }
}
