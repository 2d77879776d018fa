using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Data.Ledger;

internal sealed class LedgerContext(DbContextOptions<LedgerContext> options) : DbContext(options)
{
    public DbSet<AccountRow> Accounts => Set<AccountRow>();

    public DbSet<Entry> Entries => Set<Entry>();

    protected override void OnModelCreating(Microsoft.EntityFrameworkCore.ModelBuilder modelBuilder) =>
        modelBuilder.Entity<AccountRow>().HasMany(a => a.Entries).WithOne().HasForeignKey(e => e.AccountId);
}
