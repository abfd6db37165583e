using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AsyncProf.Libraries.EntityFramework;

internal sealed class OrderService(IDbContextFactory<OrderContext> contexts)
{
    public async Task SetUpAsync(int customers)
    {
        await using OrderContext context = await contexts.CreateDbContextAsync();
        await context.Database.EnsureCreatedAsync();
        context.Customers.AddRange(Enumerable.Range(0, customers).Select(number => new Customer { Name = $"Customer {number}" }));
        await context.SaveChangesAsync();
    }

    public async Task PlaceAsync(int customer, string product)
    {
        await using OrderContext context = await contexts.CreateDbContextAsync();
        var orders = new OrderRepository(context);
        await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
        await orders.AddAsync(new Order { CustomerId = customer, Product = product, Pieces = 1 });
        await orders.AddAsync(new Order { CustomerId = customer, Product = product, Pieces = 2 });
        await transaction.CommitAsync();
    }

    public async Task<int> ShipAsync(int customer)
    {
        await using OrderContext context = await contexts.CreateDbContextAsync();
        var orders = new OrderRepository(context);
        return (await orders.OpenAsync(customer)).Count == 0 ? 0 : await orders.ShipAsync(customer);
    }

    public async Task<int> CountPiecesAsync(int customer)
    {
        await using OrderContext context = await contexts.CreateDbContextAsync();
        var orders = new OrderRepository(context);
        int pieces = (await orders.FindAsync(customer))!.Orders.Count;
        await foreach (Order order in orders.AllAsync(customer))
            pieces += order.Pieces;
        return pieces;
    }
}
