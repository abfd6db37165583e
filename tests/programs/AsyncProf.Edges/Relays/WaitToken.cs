namespace Edges.Relays;

/// <summary>With a token that is not cancelled.</summary>
internal static class WaitToken
{
    public static Pattern Pattern { get; } = new(nameof(WaitToken), WaitTokenAsync, "R1", "WaitTokenAsync > WaitTokenLoadAsync");

    private static async Task WaitTokenAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var source = new CancellationTokenSource();
        await WaitTokenLoadAsync().WaitAsync(source.Token);
    }

    private static async Task WaitTokenLoadAsync() => await Task.Delay(30);
}
