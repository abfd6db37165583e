namespace Edges.Relays;

/// <summary>All of several, with a time limit that is reached.</summary>
internal static class WaitAllTooLong
{
    public static Pattern Pattern { get; } = new(
        nameof(WaitAllTooLong), WaitAllTooLongAsync, "R2",
        "WaitAllTooLongAsync > WaitAllTooLongOneAsync",
        "WaitAllTooLongAsync > WaitAllTooLongTwoAsync");

    private static async Task WaitAllTooLongAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        try
        {
            await Task.WhenAll(WaitAllTooLongOneAsync(), WaitAllTooLongTwoAsync()).WaitAsync(TimeSpan.FromMilliseconds(30));
        }
        catch (TimeoutException)
        {
            // As it should.
        }

        await Task.Delay(60);
    }

    private static async Task WaitAllTooLongOneAsync() => await Task.Delay(15);

    private static async Task WaitAllTooLongTwoAsync() => await Task.Delay(50);
}
