namespace Edges.Loops;

/// <summary>Only some items take time.</summary>
internal static class LoopUneven
{
    public static Pattern Pattern { get; } = new(nameof(LoopUneven), LoopUnevenAsync, "R3", "LoopUnevenAsync > LoopUnevenBodyAsync *2")
    {
        IsLoop = true,
        Leaves = ["AcquireLock"],
        MostUnknown = 0.35,
    };

    private static async Task LoopUnevenAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Parallel.ForEachAsync(Enumerable.Range(0, 4), new ParallelOptions { MaxDegreeOfParallelism = 2 }, LoopUnevenBodyAsync);
    }

    private static async ValueTask LoopUnevenBodyAsync(int item, CancellationToken token)
    {
        if (item % 2 == 0)
            await Task.Delay(20 + (10 * item), token);
    }
}
