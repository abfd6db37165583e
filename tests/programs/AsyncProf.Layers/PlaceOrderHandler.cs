namespace Layers;

internal sealed class PlaceOrderHandler(IRepository<Customer> customers, IJob[] jobs) : IHandler<PlaceOrder>
{
    private static readonly Counter Handled = Tally.Of("Layers.PlaceOrderHandler.Handle");

    public async Task<int> Handle(PlaceOrder request)
    {
        Handled.Add();
        Customer customer = await customers.GetByIdAsync(request.Id);
        int total = await new Pricing().TotalAsync(customer.Id) + await new Shipping().TotalAsync(customer.Id);
        foreach (IJob job in jobs)
            await job.RunAsync();
        total += await new OrderReader().ReadAsync() + await new ProductReader().ReadAsync();
        await Task.Yield();
        return total;
    }
}
