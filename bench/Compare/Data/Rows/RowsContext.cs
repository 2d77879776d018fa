using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Data.Rows;

internal sealed class RowsContext(DbContextOptions<RowsContext> options) : DbContext(options)
{
    public DbSet<Row> Rows => Set<Row>();
}
