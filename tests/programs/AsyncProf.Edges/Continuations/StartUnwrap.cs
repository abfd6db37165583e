namespace Edges.Continuations;

/// <summary>Started, and unwrapped.</summary>
internal static class StartUnwrap
{
    public static Pattern Pattern { get; } = new(
        nameof(StartUnwrap), StartUnwrapAsync, "R5",
        "StartUnwrapAsync > StartUnwrapAsync.lambda",
        "StartUnwrapAsync.lambda > StartUnwrapLoadAsync");

    private static async Task StartUnwrapAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.Factory.StartNew(async () => await StartUnwrapLoadAsync()).Unwrap();
    }

    private static async Task StartUnwrapLoadAsync() => await Task.Delay(30);
}
