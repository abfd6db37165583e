namespace Edges.Relays;

/// <summary>Of a value task.</summary>
internal static class WaitValue
{
    public static Pattern Pattern { get; } = new(nameof(WaitValue), WaitValueAsync, "R1", "WaitValueAsync > WaitValueLoadAsync");

    private static async Task WaitValueAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await WaitValueLoadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static async ValueTask WaitValueLoadAsync() => await Task.Delay(30);
}
