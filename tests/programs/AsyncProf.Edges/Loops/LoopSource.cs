namespace Edges.Loops;

/// <summary>Over an asynchronous source.</summary>
internal static class LoopSource
{
    public static Pattern Pattern { get; } = new(nameof(LoopSource), LoopSourceAsync, "R3", "LoopSourceAsync > LoopSourceItemsAsync", "LoopSourceAsync > LoopSourceBodyAsync *4")
    {
        IsLoop = true,
        Leaves = ["AcquireLock"],
        MostUnknown = 0.35,
    };

    private static async Task LoopSourceAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Parallel.ForEachAsync(LoopSourceItemsAsync(), new ParallelOptions { MaxDegreeOfParallelism = 2 }, LoopSourceBodyAsync);
    }

    private static async ValueTask LoopSourceBodyAsync(int item, CancellationToken token) => await Task.Delay(20, token);

    private static async IAsyncEnumerable<int> LoopSourceItemsAsync()
    {
        for (int i = 0; i < 4; i++)
        {
            await Task.Delay(10);
            yield return i;
        }
    }
}
