namespace Edges.Relays;

/// <summary>Configured.</summary>
internal static class WaitConfigured
{
    public static Pattern Pattern { get; } = new(nameof(WaitConfigured), WaitConfiguredAsync, "R1", "WaitConfiguredAsync > WaitConfiguredLoadAsync");

    private static async Task WaitConfiguredAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await WaitConfiguredLoadAsync().WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
    }

    private static async Task WaitConfiguredLoadAsync() => await Task.Delay(30);
}
