namespace Edges.Loops;

/// <summary>A lambda for each item.</summary>
internal static class LoopLambda
{
    public static Pattern Pattern { get; } = new(
        nameof(LoopLambda), LoopLambdaAsync, "R3",
        "LoopLambdaAsync > LoopLambdaAsync.lambda *4",
        "LoopLambdaAsync.lambda > LoopLambdaItemAsync *4")
    {
        IsLoop = true,
        Leaves = ["AcquireLock"],
        MostUnknown = 0.35,
    };

    private static async Task LoopLambdaAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Parallel.ForEachAsync(Enumerable.Range(0, 4), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (_, _) => await LoopLambdaItemAsync());
    }

    private static async Task LoopLambdaItemAsync() => await Task.Delay(20);
}
