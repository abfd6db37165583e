namespace Layers;

internal sealed class GetCustomerHandler(IRepository<Customer> customers, IRepository<Order> orders) : IHandler<GetCustomer>
{
    private static readonly Counter Handled = Tally.Of("Layers.GetCustomerHandler.Handle");

    /// <summary>Asks two repositories through one interface, one after the other.</summary>
    public async Task<int> Handle(GetCustomer request)
    {
        Handled.Add();
        Customer customer = await customers.GetByIdAsync(request.Id);
        Order last = await orders.GetByIdAsync(customer.Id);
        await Task.Yield();
        return last.Id;
    }
}
