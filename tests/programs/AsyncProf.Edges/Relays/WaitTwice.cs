namespace Edges.Relays;

/// <summary>With a token, and that with a time limit.</summary>
internal static class WaitTwice
{
    public static Pattern Pattern { get; } = new(nameof(WaitTwice), WaitTwiceAsync, "R1", "WaitTwiceAsync > WaitTwiceLoadAsync");

    private static async Task WaitTwiceAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var source = new CancellationTokenSource();
        await WaitTwiceLoadAsync().WaitAsync(source.Token).WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task WaitTwiceLoadAsync() => await Task.Delay(30);
}
