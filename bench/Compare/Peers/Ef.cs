using AkkaOrm.Compare.Frame;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace AkkaOrm.Compare.Peers;

/// <summary>EF Core as its pages on performance advise: contexts from a pool, no checks for use by two threads.</summary>
internal static class Ef
{
    public static PooledDbContextFactory<TContext> Pool<TContext>(Arena arena) where TContext : DbContext => new(
        new DbContextOptionsBuilder<TContext>().UseNpgsql(arena.DataSource).EnableThreadSafetyChecks(false).Options);
}
