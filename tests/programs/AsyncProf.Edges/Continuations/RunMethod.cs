namespace Edges.Continuations;

/// <summary>A method on the pool.</summary>
internal static class RunMethod
{
    public static Pattern Pattern { get; } = new(nameof(RunMethod), RunMethodAsync, "R5", "RunMethodAsync > RunMethodLoadAsync", "RunMethodLoadAsync > RunMethodQueryAsync");

    private static async Task RunMethodAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.Run(RunMethodLoadAsync);
    }

    private static async Task RunMethodLoadAsync() => await RunMethodQueryAsync();

    private static async Task RunMethodQueryAsync() => await Task.Delay(30);
}
