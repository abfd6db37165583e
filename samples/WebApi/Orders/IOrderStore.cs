namespace Shop.Orders;

/// <summary>Where orders are kept.</summary>
internal interface IOrderStore
{
    Task<Order> LoadAsync(int id, CancellationToken cancellationToken);

    IAsyncEnumerable<Order> ReadAllAsync(int count, CancellationToken cancellationToken);

    Task SaveAsync(Order order, CancellationToken cancellationToken);
}
