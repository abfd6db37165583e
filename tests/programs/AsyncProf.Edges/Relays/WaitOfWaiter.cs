namespace Edges.Relays;

/// <summary>Of a method that waits with a limit itself.</summary>
internal static class WaitOfWaiter
{
    public static Pattern Pattern { get; } = new(
        nameof(WaitOfWaiter), WaitOfWaiterAsync, "R1",
        "WaitOfWaiterAsync > WaitOfWaiterMiddleAsync",
        "WaitOfWaiterMiddleAsync > WaitOfWaiterLoadAsync");

    private static async Task WaitOfWaiterAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await WaitOfWaiterMiddleAsync().WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task WaitOfWaiterMiddleAsync() => await WaitOfWaiterLoadAsync().WaitAsync(TimeSpan.FromSeconds(5));

    private static async Task WaitOfWaiterLoadAsync() => await Task.Delay(30);
}
