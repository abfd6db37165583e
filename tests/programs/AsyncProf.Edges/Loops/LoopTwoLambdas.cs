namespace Edges.Loops;

/// <summary>Two loops at once, with lambdas.</summary>
internal static class LoopTwoLambdas
{
    public static Pattern Pattern { get; } = new(
        nameof(LoopTwoLambdas), LoopTwoLambdasAsync, "R3b",
        "LoopTwoLambdasAsync > LoopTwoLambdasOneAsync",
        "LoopTwoLambdasAsync > LoopTwoLambdasTwoAsync",
        "LoopTwoLambdasOneAsync > LoopTwoLambdasOneAsync.lambda *4",
        "LoopTwoLambdasTwoAsync > LoopTwoLambdasTwoAsync.lambda *4")
    {
        IsTellable = false,
        IsLoop = true,
        Leaves = ["AcquireLock"],
        MostUnknown = 0.35,
    };

    private static async Task LoopTwoLambdasAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.WhenAll(LoopTwoLambdasOneAsync(), LoopTwoLambdasTwoAsync());
    }

    private static async Task LoopTwoLambdasOneAsync() => await Parallel.ForEachAsync(Enumerable.Range(0, 4), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (_, token) => await Task.Delay(20, token));

    private static async Task LoopTwoLambdasTwoAsync() => await Parallel.ForEachAsync(Enumerable.Range(0, 4), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (_, token) => await Task.Delay(30, token));
}
