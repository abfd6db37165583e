namespace Edges.Loops;

/// <summary>A method for each item, as many at once as there are processors.</summary>
internal static class LoopDefault
{
    public static Pattern Pattern { get; } = new(nameof(LoopDefault), LoopDefaultAsync, "R3", "LoopDefaultAsync > LoopDefaultBodyAsync *6")
    {
        IsLoop = true,
        Leaves = ["AcquireLock"],
        MostUnknown = 0.35,
    };

    private static async Task LoopDefaultAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Parallel.ForEachAsync(Enumerable.Range(0, 6), LoopDefaultBodyAsync);
    }

    private static async ValueTask LoopDefaultBodyAsync(int item, CancellationToken token) => await Task.Delay(20, token);
}
