namespace Edges.Continuations;

/// <summary>Then a lambda that calls an asynchronous method.</summary>
internal static class ContinueMethod
{
    public static Pattern Pattern { get; } = new(
        nameof(ContinueMethod), ContinueMethodAsync, "R5",
        "ContinueMethodAsync > ContinueMethodAsync.lambda",
        "ContinueMethodAsync|ContinueMethodAsync.lambda > ContinueMethodFirstAsync",
        "ContinueMethodAsync.lambda > ContinueMethodNextAsync");

    private static async Task ContinueMethodAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await ContinueMethodFirstAsync().ContinueWith(_ => ContinueMethodNextAsync()).Unwrap();
    }

    private static async Task ContinueMethodFirstAsync() => await Task.Delay(20);

    private static async Task ContinueMethodNextAsync() => await Task.Delay(30);
}
