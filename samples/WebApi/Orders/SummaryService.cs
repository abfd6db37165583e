namespace Shop.Orders;

/// <summary>A fan-out: three calls at once, and the slowest decides.</summary>
internal sealed class SummaryService
{
    public async Task<string> BuildAsync(int id, CancellationToken cancellationToken)
    {
        string[] parts = await Task.WhenAll(
            CustomerAsync(id, cancellationToken),
            StockLevelAsync(id, cancellationToken),
            ShippingAsync(id, cancellationToken));
        return string.Join(", ", parts);
    }

    private static async Task<string> CustomerAsync(int id, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(6), cancellationToken);
        return $"customer {id % 11}";
    }

    private static async Task<string> StockLevelAsync(int id, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(12), cancellationToken);
        return $"{id % 5} in stock";
    }

    private static async Task<string> ShippingAsync(int id, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        return id % 2 == 0 ? "ships today" : "ships tomorrow";
    }
}
