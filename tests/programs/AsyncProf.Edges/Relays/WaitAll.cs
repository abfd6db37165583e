namespace Edges.Relays;

/// <summary>All of several, with a time limit.</summary>
internal static class WaitAll
{
    public static Pattern Pattern { get; } = new(nameof(WaitAll), WaitAllAsync, "R1", "WaitAllAsync > WaitAllOneAsync", "WaitAllAsync > WaitAllTwoAsync");

    private static async Task WaitAllAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.WhenAll(WaitAllOneAsync(), WaitAllTwoAsync()).WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task WaitAllOneAsync() => await Task.Delay(20);

    private static async Task WaitAllTwoAsync() => await Task.Delay(40);
}
