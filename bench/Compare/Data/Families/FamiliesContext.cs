using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Data.Families;

internal sealed class FamiliesContext(DbContextOptions<FamiliesContext> options) : DbContext(options)
{
    public DbSet<PeerParent> Parents => Set<PeerParent>();
    public DbSet<PeerChild> Children => Set<PeerChild>();
}
