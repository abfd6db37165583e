namespace Edges.Relays;

/// <summary>Of work on the pool.</summary>
internal static class WaitRun
{
    public static Pattern Pattern { get; } = new(nameof(WaitRun), WaitRunAsync, "R1", "WaitRunAsync > WaitRunAsync.lambda", "WaitRunAsync.lambda > WaitRunLoadAsync");

    private static async Task WaitRunAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.Run(async () => await WaitRunLoadAsync()).WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task WaitRunLoadAsync() => await Task.Delay(30);
}
