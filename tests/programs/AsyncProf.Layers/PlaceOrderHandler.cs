namespace Layers;

internal sealed class PlaceOrderHandler(IRepository<Customer> customers, IJob[] jobs, ITariff usual, ITariff special) : IHandler<PlaceOrder>
{
    private static readonly Counter Handled = Tally.Of("Layers.PlaceOrderHandler.Handle");

    public async Task<int> Handle(PlaceOrder request)
    {
        Handled.Add();
        Customer customer = await customers.GetByIdAsync(request.Id);
        int total = await new Pricing().TotalAsync(customer.Id) + await new Shipping().TotalAsync(customer.Id);
        foreach (IJob job in jobs)
            await job.RunAsync();

        // What is called here depends on the data: no place in the tree tells it.
        total += await (request.Id / 100 % 20 == 0 ? special : usual).PriceAsync(total);
        total += await new OrderReader().ReadAsync() + await new ProductReader().ReadAsync();
        await Task.Yield();
        return total;
    }
}
