namespace Shop.Orders;

/// <summary>An order that waits to be booked.</summary>
internal sealed class PlacedOrder(Order order)
{
    private readonly TaskCompletionSource<int> _booked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Order Order { get; } = order;

    public Task<int> Booked => _booked.Task;

    public void MarkBooked(int number) => _booked.SetResult(number);
}
