namespace Edges.Relays;

/// <summary>With a time limit by a time provider.</summary>
internal static class WaitProvider
{
    public static Pattern Pattern { get; } = new(nameof(WaitProvider), WaitProviderAsync, "R1", "WaitProviderAsync > WaitProviderLoadAsync");

    private static async Task WaitProviderAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await WaitProviderLoadAsync().WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System);
    }

    private static async Task WaitProviderLoadAsync() => await Task.Delay(30);
}
