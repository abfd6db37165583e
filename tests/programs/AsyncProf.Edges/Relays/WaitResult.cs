namespace Edges.Relays;

/// <summary>Of a result.</summary>
internal static class WaitResult
{
    public static Pattern Pattern { get; } = new(nameof(WaitResult), WaitResultAsync, "R1", "WaitResultAsync > WaitResultLoadAsync");

    private static async Task WaitResultAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await WaitResultLoadAsync().WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task<int> WaitResultLoadAsync()
    {
        await Task.Delay(30);
        return 1;
    }
}
