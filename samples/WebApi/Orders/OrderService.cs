namespace Shop.Orders;

/// <summary>Nested awaits: the everyday case.</summary>
internal sealed class OrderService(IOrderStore store)
{
    public async Task<Order> GetAsync(int id, CancellationToken cancellationToken)
    {
        Order order = await store.LoadAsync(id, cancellationToken);
        decimal discount = await DiscountAsync(order, cancellationToken);
        return order with { Price = order.Price - discount };
    }

    /// <summary>Fails after it has suspended, so that the error travels up through awaits.</summary>
    public async Task<string> LabelAsync(int id, CancellationToken cancellationToken)
    {
        Order order = await store.LoadAsync(id, cancellationToken);
        throw new InvalidOperationException($"No printer for order {order.Id}.");
    }

    private static async Task<decimal> DiscountAsync(Order order, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(6), cancellationToken);
        return order.Quantity > 1 ? 1m : 0m;
    }
}
