namespace Edges.Relays;

/// <summary>The first of two, each with a time limit.</summary>
internal static class WaitInAny
{
    public static Pattern Pattern { get; } = new(nameof(WaitInAny), WaitInAnyAsync, "R1", "WaitInAnyAsync > WaitInAnyOneAsync")
    {
        May = ["WaitInAnyAsync > WaitInAnyTwoAsync", " > WaitInAnyTwoAsync"],
    };

    private static async Task WaitInAnyAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.WhenAny(WaitInAnyOneAsync().WaitAsync(TimeSpan.FromSeconds(5)), WaitInAnyTwoAsync().WaitAsync(TimeSpan.FromSeconds(5)));
        await Task.Delay(200);
    }

    private static async Task WaitInAnyOneAsync() => await Task.Delay(20);

    private static async Task WaitInAnyTwoAsync() => await Task.Delay(200);
}
