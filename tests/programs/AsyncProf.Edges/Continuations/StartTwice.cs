namespace Edges.Continuations;

/// <summary>Started, and awaited twice.</summary>
internal static class StartTwice
{
    public static Pattern Pattern { get; } = new(
        nameof(StartTwice), StartTwiceAsync, "",
        "StartTwiceAsync > StartTwiceAsync.lambda *1..2",
        "StartTwiceAsync.lambda > StartTwiceLoadAsync");

    private static async Task StartTwiceAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await await Task.Factory.StartNew(async () => await StartTwiceLoadAsync());
    }

    private static async Task StartTwiceLoadAsync() => await Task.Delay(30);
}
