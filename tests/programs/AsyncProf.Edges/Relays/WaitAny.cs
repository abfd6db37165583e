namespace Edges.Relays;

/// <summary>The first of two, with a time limit.</summary>
internal static class WaitAny
{
    public static Pattern Pattern { get; } = new(nameof(WaitAny), WaitAnyAsync, "R1", "WaitAnyAsync > WaitAnyOneAsync")
    {
        May = ["WaitAnyAsync > WaitAnyTwoAsync", " > WaitAnyTwoAsync"],
    };

    private static async Task WaitAnyAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.WhenAny(WaitAnyOneAsync(), WaitAnyTwoAsync()).WaitAsync(TimeSpan.FromSeconds(5));
        await Task.Delay(200);
    }

    private static async Task WaitAnyOneAsync() => await Task.Delay(20);

    private static async Task WaitAnyTwoAsync() => await Task.Delay(200);
}
