namespace Edges.Relays;

/// <summary>The first of two, with a time limit that is reached.</summary>
internal static class WaitAnyTooLong
{
    public static Pattern Pattern { get; } = new(nameof(WaitAnyTooLong), WaitAnyTooLongAsync, "R2", "WaitAnyTooLongAsync > WaitAnyTooLongOneAsync")
    {
        May = ["WaitAnyTooLongAsync > WaitAnyTooLongTwoAsync", " > WaitAnyTooLongTwoAsync"],
    };

    private static async Task WaitAnyTooLongAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        try
        {
            await Task.WhenAny(WaitAnyTooLongOneAsync(), WaitAnyTooLongTwoAsync()).WaitAsync(TimeSpan.FromMilliseconds(20));
        }
        catch (TimeoutException)
        {
            // As it should.
        }

        await Task.Delay(60);
    }

    private static async Task WaitAnyTooLongOneAsync() => await Task.Delay(60);

    private static async Task WaitAnyTooLongTwoAsync() => await Task.Delay(120);
}
