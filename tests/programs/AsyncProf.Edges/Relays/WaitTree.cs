namespace Edges.Relays;

/// <summary>Of all, one of which is all of others, everything with a limit.</summary>
internal static class WaitTree
{
    public static Pattern Pattern { get; } = new(
        nameof(WaitTree), WaitTreeAsync, "R1",
        "WaitTreeAsync > WaitTreeOneAsync",
        "WaitTreeAsync > WaitTreeTwoAsync",
        "WaitTreeAsync > WaitTreeThreeAsync");

    private static async Task WaitTreeAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        Task two = Task.WhenAll(WaitTreeOneAsync(), WaitTreeTwoAsync()).WaitAsync(TimeSpan.FromSeconds(5));
        await Task.WhenAll(two, WaitTreeThreeAsync().WaitAsync(TimeSpan.FromSeconds(5))).WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task WaitTreeOneAsync() => await Task.Delay(20);

    private static async Task WaitTreeTwoAsync() => await Task.Delay(40);

    private static async Task WaitTreeThreeAsync() => await Task.Delay(30);
}
