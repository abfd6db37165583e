namespace Layers;

internal sealed class OrderRepository : Repository<Order>
{
    private static readonly Counter Got = Tally.Of("Layers.OrderRepository.GetByIdAsync");

    public override async Task<Order> GetByIdAsync(int id)
    {
        Got.Add();
        await Database.QueryAsync();
        await Task.Yield();
        return new Order { Id = id };
    }
}
