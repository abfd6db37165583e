namespace Edges.Loops;

/// <summary>A method for each number.</summary>
internal static class LoopNumbers
{
    public static Pattern Pattern { get; } = new(nameof(LoopNumbers), LoopNumbersAsync, "R3", "LoopNumbersAsync > LoopNumbersBodyAsync *4")
    {
        IsLoop = true,
        Leaves = ["AcquireLock"],
        MostUnknown = 0.35,
    };

    private static async Task LoopNumbersAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Parallel.ForAsync(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 2 }, LoopNumbersBodyAsync);
    }

    private static async ValueTask LoopNumbersBodyAsync(int item, CancellationToken token) => await Task.Delay(20, token);
}
