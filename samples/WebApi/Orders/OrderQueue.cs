using System.Threading.Channels;

namespace Shop.Orders;

/// <summary>Placed orders on their way to the worker.</summary>
internal sealed class OrderQueue
{
    private readonly Channel<PlacedOrder> _channel = Channel.CreateBounded<PlacedOrder>(64);

    public ChannelReader<PlacedOrder> Placed => _channel.Reader;

    /// <summary>Queues an order and waits until the worker has booked it.</summary>
    public async Task<int> PlaceAsync(Order order, CancellationToken cancellationToken)
    {
        var placed = new PlacedOrder(order);
        await _channel.Writer.WriteAsync(placed, cancellationToken);
        return await placed.Booked.WaitAsync(cancellationToken);
    }
}
