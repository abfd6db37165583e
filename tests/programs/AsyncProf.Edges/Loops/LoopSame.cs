namespace Edges.Loops;

/// <summary>Two loops at once in one method.</summary>
internal static class LoopSame
{
    public static Pattern Pattern { get; } = new(nameof(LoopSame), LoopSameAsync, "R3b", "LoopSameAsync > LoopSameLoopAsync *2", "LoopSameLoopAsync > LoopSameBodyAsync *8")
    {
        IsTellable = false,
        IsLoop = true,
        Leaves = ["AcquireLock"],
        MostUnknown = 0.35,
    };

    private static async Task LoopSameAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.WhenAll(LoopSameLoopAsync(), LoopSameLoopAsync());
    }

    private static async Task LoopSameLoopAsync() => await Parallel.ForEachAsync(Enumerable.Range(0, 4), new ParallelOptions { MaxDegreeOfParallelism = 2 }, LoopSameBodyAsync);

    private static async ValueTask LoopSameBodyAsync(int item, CancellationToken token) => await Task.Delay(20, token);
}
