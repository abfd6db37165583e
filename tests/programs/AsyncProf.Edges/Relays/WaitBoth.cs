namespace Edges.Relays;

/// <summary>With both.</summary>
internal static class WaitBoth
{
    public static Pattern Pattern { get; } = new(nameof(WaitBoth), WaitBothAsync, "R1", "WaitBothAsync > WaitBothLoadAsync");

    private static async Task WaitBothAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var source = new CancellationTokenSource();
        await WaitBothLoadAsync().WaitAsync(TimeSpan.FromSeconds(5), source.Token);
    }

    private static async Task WaitBothLoadAsync() => await Task.Delay(30);
}
