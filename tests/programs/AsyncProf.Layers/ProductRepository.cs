namespace Layers;

internal sealed class ProductRepository : Repository<Product>
{
    private static readonly Counter Got = Tally.Of("Layers.ProductRepository.GetByIdAsync");

    /// <summary>Calls the method that it overrides.</summary>
    public override async Task<Product> GetByIdAsync(int id)
    {
        Got.Add();
        Product product = await base.GetByIdAsync(id);
        await Task.Yield();
        return product;
    }
}
