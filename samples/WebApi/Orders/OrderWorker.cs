namespace Shop.Orders;

/// <summary>A background worker fed by a channel: it has no request of its own and never ends while the app runs.</summary>
internal sealed class OrderWorker(OrderQueue queue, IOrderStore store) : BackgroundService
{
    private int _number;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (PlacedOrder placed in queue.Placed.ReadAllAsync(stoppingToken))
            await BookAsync(placed, stoppingToken);
    }

    private async Task BookAsync(PlacedOrder placed, CancellationToken cancellationToken)
    {
        await store.SaveAsync(placed.Order, cancellationToken);
        placed.MarkBooked(Interlocked.Increment(ref _number));
    }
}
