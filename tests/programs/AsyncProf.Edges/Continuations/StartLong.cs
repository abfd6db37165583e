namespace Edges.Continuations;

/// <summary>Started on a thread of its own, and unwrapped.</summary>
internal static class StartLong
{
    public static Pattern Pattern { get; } = new(
        nameof(StartLong), StartLongAsync, "R5",
        "StartLongAsync > StartLongAsync.lambda *1..2",
        "StartLongAsync.lambda > StartLongLoadAsync");

    private static async Task StartLongAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.Factory.StartNew(async () => await StartLongLoadAsync(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    private static async Task StartLongLoadAsync() => await Task.Delay(30);
}
