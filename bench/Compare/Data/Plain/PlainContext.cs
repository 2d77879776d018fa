using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Data.Plain;

internal sealed class PlainContext<T>(DbContextOptions<PlainContext<T>> options) : DbContext(options) where T : class
{
    public DbSet<T> Rows => Set<T>();
}
