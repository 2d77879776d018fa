using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Data.Customers;

internal sealed class CustomersContext(DbContextOptions<CustomersContext> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();
}
