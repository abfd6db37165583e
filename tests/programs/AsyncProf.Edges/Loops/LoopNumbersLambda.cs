namespace Edges.Loops;

/// <summary>A lambda for each number.</summary>
internal static class LoopNumbersLambda
{
    public static Pattern Pattern { get; } = new(
        nameof(LoopNumbersLambda), LoopNumbersLambdaAsync, "R3",
        "LoopNumbersLambdaAsync > LoopNumbersLambdaAsync.lambda *4",
        "LoopNumbersLambdaAsync.lambda > LoopNumbersLambdaItemAsync *4")
    {
        IsLoop = true,
        Leaves = ["AcquireLock"],
        MostUnknown = 0.35,
    };

    private static async Task LoopNumbersLambdaAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Parallel.ForAsync(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (_, _) => await LoopNumbersLambdaItemAsync());
    }

    private static async Task LoopNumbersLambdaItemAsync() => await Task.Delay(20);
}
