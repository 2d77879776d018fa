using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Data.Shop;

internal sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Product> Products => Set<Product>();
    public DbSet<PeerCustomer> Customers => Set<PeerCustomer>();
    public DbSet<PeerOrder> Orders => Set<PeerOrder>();
}
