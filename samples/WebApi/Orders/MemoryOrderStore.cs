using System.Runtime.CompilerServices;

namespace Shop.Orders;

/// <summary>Orders in memory behind the latency of a database, so that the sample needs nothing installed.</summary>
internal sealed class MemoryOrderStore : IOrderStore
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(8);

    public async Task<Order> LoadAsync(int id, CancellationToken cancellationToken)
    {
        await Task.Delay(Latency, cancellationToken);
        return Make(id);
    }

    public async IAsyncEnumerable<Order> ReadAllAsync(int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int id = 1; id <= count; id++)
        {
            if (id % 5 == 1)
                await Task.Delay(Latency, cancellationToken); // the next page
            yield return Make(id);
        }
    }

    public async Task SaveAsync(Order order, CancellationToken cancellationToken) => await Task.Delay(Latency, cancellationToken);

    private static Order Make(int id) => new(id, $"SKU-{id % 7}", 1 + (id % 3), 10m + id);
}
