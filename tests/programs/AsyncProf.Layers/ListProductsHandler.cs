namespace Layers;

internal sealed class ListProductsHandler(IRepository<Product> products, IRepository<Stock> stocks) : IHandler<ListProducts>
{
    private static readonly Counter Handled = Tally.Of("Layers.ListProductsHandler.Handle");

    /// <summary>Asks two repositories at the same time, and reads a stream.</summary>
    public async Task<int> Handle(ListProducts request)
    {
        Handled.Add();
        await Task.Yield();
        Task<Product> product = products.GetByIdAsync(request.Id);
        Task<Stock> stock = stocks.GetByIdAsync(request.Id);
        int sum = (await product).Id + (await stock).Id;
        await foreach (int item in new ProductFeed().StreamAsync(2))
            sum += item;
        await foreach (int item in new OrderFeed().StreamAsync(1))
            sum += item;
        return sum;
    }
}
