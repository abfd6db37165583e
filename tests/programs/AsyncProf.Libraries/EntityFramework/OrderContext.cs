using Microsoft.EntityFrameworkCore;

namespace AsyncProf.Libraries.EntityFramework;

internal sealed class OrderContext(DbContextOptions<OrderContext> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Order> Orders => Set<Order>();
}
