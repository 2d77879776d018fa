using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Data.Sales;

internal sealed class SalesContext(DbContextOptions<SalesContext> options) : DbContext(options)
{
    public DbSet<PeerHeader> Headers => Set<PeerHeader>();
}
