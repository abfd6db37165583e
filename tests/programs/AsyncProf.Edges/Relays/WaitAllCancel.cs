namespace Edges.Relays;

/// <summary>All of several, with a token that is cancelled.</summary>
internal static class WaitAllCancel
{
    public static Pattern Pattern { get; } = new(
        nameof(WaitAllCancel), WaitAllCancelAsync, "R2",
        "WaitAllCancelAsync > WaitAllCancelOneAsync",
        "WaitAllCancelAsync > WaitAllCancelTwoAsync");

    private static async Task WaitAllCancelAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var source = new CancellationTokenSource();
        source.CancelAfter(20);
        try
        {
            await Task.WhenAll(WaitAllCancelOneAsync(), WaitAllCancelTwoAsync()).WaitAsync(source.Token);
        }
        catch (OperationCanceledException)
        {
            // As it should.
        }

        await Task.Delay(60);
    }

    private static async Task WaitAllCancelOneAsync() => await Task.Delay(40);

    private static async Task WaitAllCancelTwoAsync() => await Task.Delay(50);
}
