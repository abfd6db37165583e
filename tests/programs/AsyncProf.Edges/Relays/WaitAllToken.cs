namespace Edges.Relays;

/// <summary>All of several, with a token.</summary>
internal static class WaitAllToken
{
    public static Pattern Pattern { get; } = new(
        nameof(WaitAllToken), WaitAllTokenAsync, "R1",
        "WaitAllTokenAsync > WaitAllTokenOneAsync",
        "WaitAllTokenAsync > WaitAllTokenTwoAsync",
        "WaitAllTokenAsync > WaitAllTokenThreeAsync");

    private static async Task WaitAllTokenAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var source = new CancellationTokenSource();
        await Task.WhenAll(WaitAllTokenOneAsync(), WaitAllTokenTwoAsync(), WaitAllTokenThreeAsync()).WaitAsync(source.Token);
    }

    private static async Task WaitAllTokenOneAsync() => await Task.Delay(40);

    private static async Task WaitAllTokenTwoAsync() => await Task.Delay(20);

    private static async Task WaitAllTokenThreeAsync() => await Task.Delay(30);
}
