namespace Edges.Loops;

/// <summary>Two loops at once, with bodies of their own.</summary>
internal static class LoopTwo
{
    public static Pattern Pattern { get; } = new(
        nameof(LoopTwo), LoopTwoAsync, "R3b",
        "LoopTwoAsync > LoopTwoOneAsync",
        "LoopTwoAsync > LoopTwoTwoAsync",
        "LoopTwoOneAsync > LoopTwoOneBodyAsync *4",
        "LoopTwoTwoAsync > LoopTwoTwoBodyAsync *4")
    {
        IsTellable = false,
        IsLoop = true,
        Leaves = ["AcquireLock"],
        MostUnknown = 0.35,
    };

    private static async Task LoopTwoAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.WhenAll(LoopTwoOneAsync(), LoopTwoTwoAsync());
    }

    private static async Task LoopTwoOneAsync() => await Parallel.ForEachAsync(Enumerable.Range(0, 4), new ParallelOptions { MaxDegreeOfParallelism = 2 }, LoopTwoOneBodyAsync);

    private static async Task LoopTwoTwoAsync() => await Parallel.ForEachAsync(Enumerable.Range(0, 4), new ParallelOptions { MaxDegreeOfParallelism = 2 }, LoopTwoTwoBodyAsync);

    private static async ValueTask LoopTwoOneBodyAsync(int item, CancellationToken token) => await Task.Delay(20, token);

    private static async ValueTask LoopTwoTwoBodyAsync(int item, CancellationToken token) => await Task.Delay(30, token);
}
