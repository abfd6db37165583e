namespace Layers;

internal sealed class GetOrderHandler(IRepository<Order> orders) : IHandler<GetOrder>
{
    private static readonly Counter Handled = Tally.Of("Layers.GetOrderHandler.Handle");

    public async Task<int> Handle(GetOrder request)
    {
        Handled.Add();
        Order order = await orders.GetByIdAsync(request.Id);
        await Task.Yield();
        return order.Id;
    }
}
