using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Data.Forests;

internal sealed class ForestContext(DbContextOptions<ForestContext> options) : DbContext(options)
{
    public DbSet<PeerTree> Trees => Set<PeerTree>();
}
