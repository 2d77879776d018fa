using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Data.Readings;

internal sealed class ReadingsContext(DbContextOptions<ReadingsContext> options) : DbContext(options)
{
    public DbSet<MeterReading> Readings => Set<MeterReading>();
}
