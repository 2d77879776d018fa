using LinqToDB;
using LinqToDB.Async;

namespace AkkaOrm.Compare.Data.Readings;

/// <summary>linq2db's queries; in a file without EF Core, whose methods have the same names.</summary>
internal static class ReadingsLinq
{
    public static async Task<IReadOnlyList<MeterReading>> AllAsync(IDataContext db) => await db.GetTable<MeterReading>().ToListAsync().ConfigureAwait(false);
}
