namespace Shop.Stock;

/// <summary>A contended semaphore: two may count at once, everybody else waits.</summary>
internal sealed class StockRoom
{
    private readonly SemaphoreSlim _door = new(2);

    public async Task<int> ReserveAsync(string sku, CancellationToken cancellationToken)
    {
        await _door.WaitAsync(cancellationToken);
        try
        {
            return await CountAsync(sku, cancellationToken);
        }
        finally
        {
            _door.Release();
        }
    }

    private static async Task<int> CountAsync(string sku, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(6), cancellationToken);
        return sku.Length;
    }
}
