using LinqToDB;
using LinqToDB.Data;

namespace AkkaOrm.Compare.Data.Plain;

/// <summary>linq2db's ways to write rows; in a file without EF Core, whose methods have the same names.</summary>
internal static class PlainLinq
{
    /// <summary>A single row by a statement, more by COPY.</summary>
    public static Task InsertAsync<T>(DataConnection db, T[] rows) where T : class =>
        rows.Length == 1 ? db.InsertAsync(rows[0]) : db.BulkCopyAsync(new BulkCopyOptions { BulkCopyType = BulkCopyType.ProviderSpecific }, rows);
}
