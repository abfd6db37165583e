using Microsoft.EntityFrameworkCore;

namespace AsyncProf.Libraries.EntityFramework;

internal sealed class OrderRepository(OrderContext context)
{
    public Task<Customer?> FindAsync(int id) => context.Customers.Include(customer => customer.Orders.OrderByDescending(order => order.Id).Take(20)).FirstOrDefaultAsync(customer => customer.Id == id);

    public async Task<IReadOnlyList<Order>> OpenAsync(int customer) =>
        await context.Orders.AsNoTracking().Where(order => order.CustomerId == customer && !order.IsShipped).OrderBy(order => order.Id).Take(20).ToListAsync();

    public async Task AddAsync(Order order)
    {
        context.Orders.Add(order);
        await context.SaveChangesAsync();
    }

    public Task<int> ShipAsync(int customer) =>
        context.Orders.Where(order => order.CustomerId == customer && !order.IsShipped).ExecuteUpdateAsync(set => set.SetProperty(order => order.IsShipped, true));

    public IAsyncEnumerable<Order> AllAsync(int customer) => context.Orders.AsNoTracking().Where(order => order.CustomerId == customer).OrderByDescending(order => order.Id).Take(50).AsAsyncEnumerable();
}
