using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using LinqToDB.Mapping;
using LinqToDB.Metadata;

namespace AkkaOrm.Compare.Data.Ledger;

/// <summary>linq2db's queries; in a file without EF Core, whose methods have the same names.</summary>
internal static class LedgerLinq
{
    /// <summary>By attributes, and the relation, which has none, as its documentation maps one.</summary>
    public static readonly MappingSchema Relations = Related();

    public static async Task WriteAsync(DataConnection db, IReadOnlyList<int> accounts, long balance, IReadOnlyList<Entry> entries)
    {
        await using var transaction = await db.BeginTransactionAsync().ConfigureAwait(false);
        if (entries.Count == 1) await db.InsertAsync(entries[0]).ConfigureAwait(false);
        else await db.BulkCopyAsync(new BulkCopyOptions { BulkCopyType = BulkCopyType.MultipleRows }, entries).ConfigureAwait(false);
        foreach (var id in accounts) await db.GetTable<AccountRow>().Where(a => a.Id == id).Set(a => a.Balance, balance).UpdateAsync().ConfigureAwait(false);
        await transaction.CommitAsync().ConfigureAwait(false);
    }

    public static Task<List<AccountRow>> GraphAsync(DataConnection db, int first, int last) =>
        db.GetTable<AccountRow>().LoadWith(a => a.Entries).Where(a => a.Id >= first && a.Id <= last).ToListAsync();

    private static MappingSchema Related()
    {
        var schema = new MappingSchema();
        schema.AddMetadataReader(new SystemComponentModelDataAnnotationsSchemaAttributeReader());
        new FluentMappingBuilder(schema).Entity<AccountRow>().Association(a => a.Entries, a => a.Id, e => e.AccountId).Build();
        return schema;
    }
}
