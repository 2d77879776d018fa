using AkkaOrm.Compare.Frame;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace AkkaOrm.Compare.Peers;

/// <summary>EF Core as its pages on performance advise: contexts from a pool, no checks for use by two threads.</summary>
internal static class Ef
{
    public static PooledDbContextFactory<TContext> Pool<TContext>(Arena arena) where TContext : DbContext => Pool<TContext>(arena.DataSource);

    public static PooledDbContextFactory<TContext> Pool<TContext>(NpgsqlDataSource dataSource) where TContext : DbContext => new(
        new DbContextOptionsBuilder<TContext>().UseNpgsql(dataSource).EnableThreadSafetyChecks(false).Options);
}
