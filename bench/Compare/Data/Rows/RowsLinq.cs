using LinqToDB;
using LinqToDB.Async;

namespace AkkaOrm.Compare.Data.Rows;

/// <summary>linq2db's queries; in a file without EF Core, whose methods have the same names.</summary>
internal static class RowsLinq
{
    public static IAsyncEnumerable<Row> Stream(IDataContext db) => db.GetTable<Row>().OrderBy(r => r.Id).AsAsyncEnumerable();

    public static Task<Row> ByKeyAsync(IDataContext db, int id) => db.GetTable<Row>().FirstAsync(r => r.Id == id);
}
