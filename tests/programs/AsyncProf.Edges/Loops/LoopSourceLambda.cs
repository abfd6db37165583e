namespace Edges.Loops;

/// <summary>Over an asynchronous source, with a lambda.</summary>
internal static class LoopSourceLambda
{
    public static Pattern Pattern { get; } = new(
        nameof(LoopSourceLambda), LoopSourceLambdaAsync, "R3",
        "LoopSourceLambdaAsync > LoopSourceLambdaItemsAsync",
        "LoopSourceLambdaItemsAsync > LoopSourceLambdaLoadAsync *4",
        "LoopSourceLambdaAsync > LoopSourceLambdaAsync.lambda *4",
        "LoopSourceLambdaAsync.lambda > LoopSourceLambdaItemAsync *4")
    {
        IsLoop = true,
        Leaves = ["AcquireLock"],
        MostUnknown = 0.35,
    };

    private static async Task LoopSourceLambdaAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Parallel.ForEachAsync(LoopSourceLambdaItemsAsync(), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (_, _) => await LoopSourceLambdaItemAsync());
    }

    private static async Task LoopSourceLambdaItemAsync() => await Task.Delay(20);

    private static async Task LoopSourceLambdaLoadAsync() => await Task.Delay(10);

    private static async IAsyncEnumerable<int> LoopSourceLambdaItemsAsync()
    {
        for (int i = 0; i < 4; i++)
        {
            await LoopSourceLambdaLoadAsync();
            yield return i;
        }
    }
}
