namespace Edges.Loops;

/// <summary>With a time limit.</summary>
internal static class LoopWait
{
    public static Pattern Pattern { get; } = new(nameof(LoopWait), LoopWaitAsync, "R1, R3", "LoopWaitAsync > LoopWaitBodyAsync *4")
    {
        IsLoop = true,
        Leaves = ["AcquireLock"],
        MostUnknown = 0.35,
    };

    private static async Task LoopWaitAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Parallel.ForEachAsync(Enumerable.Range(0, 4), new ParallelOptions { MaxDegreeOfParallelism = 2 }, LoopWaitBodyAsync).WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static async ValueTask LoopWaitBodyAsync(int item, CancellationToken token) => await Task.Delay(20, token);
}
