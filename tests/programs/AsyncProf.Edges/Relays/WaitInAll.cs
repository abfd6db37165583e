namespace Edges.Relays;

/// <summary>All of several, each with a token.</summary>
internal static class WaitInAll
{
    public static Pattern Pattern { get; } = new(nameof(WaitInAll), WaitInAllAsync, "R1", "WaitInAllAsync > WaitInAllOneAsync", "WaitInAllAsync > WaitInAllTwoAsync");

    private static async Task WaitInAllAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var source = new CancellationTokenSource();
        await Task.WhenAll(WaitInAllOneAsync().WaitAsync(source.Token), WaitInAllTwoAsync().WaitAsync(source.Token));
    }

    private static async Task WaitInAllOneAsync() => await Task.Delay(20);

    private static async Task WaitInAllTwoAsync() => await Task.Delay(40);
}
