namespace Edges.Loops;

/// <summary>A method for each item.</summary>
internal static class LoopMethod
{
    public static Pattern Pattern { get; } = new(nameof(LoopMethod), LoopMethodAsync, "R3", "LoopMethodAsync > LoopMethodBodyAsync *4")
    {
        IsLoop = true,
        Leaves = ["AcquireLock"],
        MostUnknown = 0.35,
    };

    private static async Task LoopMethodAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Parallel.ForEachAsync(Enumerable.Range(0, 4), new ParallelOptions { MaxDegreeOfParallelism = 2 }, LoopMethodBodyAsync);
    }

    private static async ValueTask LoopMethodBodyAsync(int item, CancellationToken token) => await Task.Delay(20, token);
}
