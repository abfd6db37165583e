namespace Edges.Continuations;

/// <summary>Then an asynchronous lambda.</summary>
internal static class ContinueUnwrap
{
    public static Pattern Pattern { get; } = new(
        nameof(ContinueUnwrap), ContinueUnwrapAsync, "R5",
        "ContinueUnwrapAsync > ContinueUnwrapAsync.lambda",
        "ContinueUnwrapAsync|ContinueUnwrapAsync.lambda > ContinueUnwrapFirstAsync",
        "ContinueUnwrapAsync.lambda > ContinueUnwrapNextAsync");

    private static async Task ContinueUnwrapAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await ContinueUnwrapFirstAsync().ContinueWith(async _ => await ContinueUnwrapNextAsync()).Unwrap();
    }

    private static async Task ContinueUnwrapFirstAsync() => await Task.Delay(20);

    private static async Task ContinueUnwrapNextAsync() => await Task.Delay(30);
}
