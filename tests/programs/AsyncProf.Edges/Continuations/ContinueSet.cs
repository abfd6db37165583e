namespace Edges.Continuations;

/// <summary>Then something that completes what is awaited.</summary>
internal static class ContinueSet
{
    public static Pattern Pattern { get; } = new(nameof(ContinueSet), ContinueSetAsync, "")
    {
        May = ["ContinueSetAsync > ContinueSetFirstAsync", " > ContinueSetFirstAsync", "ContinueSetAsync.lambda > ContinueSetFirstAsync", "ContinueSetAsync > ContinueSetAsync.lambda", " > ContinueSetAsync.lambda"],
        Leaves = ["completed by"],
    };

    private static async Task ContinueSetAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var done = new TaskCompletionSource();
        _ = ContinueSetFirstAsync().ContinueWith(_ => done.SetResult());
        await done.Task;
    }

    private static async Task ContinueSetFirstAsync() => await Task.Delay(30);
}
