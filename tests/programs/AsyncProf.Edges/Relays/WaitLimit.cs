namespace Edges.Relays;

/// <summary>With a time limit that is not reached.</summary>
internal static class WaitLimit
{
    public static Pattern Pattern { get; } = new(nameof(WaitLimit), WaitLimitAsync, "R1", "WaitLimitAsync > WaitLimitLoadAsync");

    private static async Task WaitLimitAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await WaitLimitLoadAsync().WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task WaitLimitLoadAsync() => await Task.Delay(30);
}
