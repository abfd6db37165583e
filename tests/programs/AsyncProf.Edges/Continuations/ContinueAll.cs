namespace Edges.Continuations;

/// <summary>Then an asynchronous lambda, after all.</summary>
internal static class ContinueAll
{
    public static Pattern Pattern { get; } = new(
        nameof(ContinueAll), ContinueAllAsync, "R5",
        "ContinueAllAsync > ContinueAllAsync.lambda",
        "ContinueAllAsync|ContinueAllAsync.lambda > ContinueAllOneAsync",
        "ContinueAllAsync|ContinueAllAsync.lambda > ContinueAllTwoAsync",
        "ContinueAllAsync.lambda > ContinueAllNextAsync");

    private static async Task ContinueAllAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.Factory.ContinueWhenAll([ContinueAllOneAsync(), ContinueAllTwoAsync()], async _ => await ContinueAllNextAsync()).Unwrap();
    }

    private static async Task ContinueAllOneAsync() => await Task.Delay(20);

    private static async Task ContinueAllTwoAsync() => await Task.Delay(30);

    private static async Task ContinueAllNextAsync() => await Task.Delay(20);
}
