namespace Edges.Continuations;

/// <summary>Then an asynchronous lambda, at once.</summary>
internal static class ContinueInline
{
    public static Pattern Pattern { get; } = new(
        nameof(ContinueInline), ContinueInlineAsync, "R5",
        "ContinueInlineAsync > ContinueInlineAsync.lambda",
        "ContinueInlineAsync|ContinueInlineAsync.lambda > ContinueInlineFirstAsync",
        "ContinueInlineAsync.lambda > ContinueInlineNextAsync");

    private static async Task ContinueInlineAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await ContinueInlineFirstAsync().ContinueWith(async _ => await ContinueInlineNextAsync(), TaskContinuationOptions.ExecuteSynchronously).Unwrap();
    }

    private static async Task ContinueInlineFirstAsync() => await Task.Delay(20);

    private static async Task ContinueInlineNextAsync() => await Task.Delay(30);
}
