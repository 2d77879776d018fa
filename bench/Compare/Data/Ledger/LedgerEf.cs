using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Data.Ledger;

/// <summary>EF Core's queries; in a file without linq2db, whose methods have the same names.</summary>
internal static class LedgerEf
{
    public static Task<List<AccountRow>> AccountsAsync(LedgerContext db, int[] ids) => db.Accounts.AsNoTracking().Where(a => ids.Contains(a.Id)).ToListAsync();

    /// <summary>Two statements: no row is sent twice.</summary>
    public static Task<List<AccountRow>> SplitAsync(LedgerContext db, int first, int last) =>
        db.Accounts.Include(a => a.Entries).Where(a => a.Id >= first && a.Id <= last).AsSplitQuery().ToListAsync();

    /// <summary>One statement: each account is sent with each of its entries.</summary>
    public static Task<List<AccountRow>> JoinedAsync(LedgerContext db, int first, int last) =>
        db.Accounts.AsNoTracking().Include(a => a.Entries).Where(a => a.Id >= first && a.Id <= last).AsSingleQuery().ToListAsync();
}
