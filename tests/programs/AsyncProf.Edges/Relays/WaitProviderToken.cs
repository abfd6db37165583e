namespace Edges.Relays;

/// <summary>With a time limit by a time provider, and a token.</summary>
internal static class WaitProviderToken
{
    public static Pattern Pattern { get; } = new(nameof(WaitProviderToken), WaitProviderTokenAsync, "R1", "WaitProviderTokenAsync > WaitProviderTokenLoadAsync");

    private static async Task WaitProviderTokenAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var source = new CancellationTokenSource();
        await WaitProviderTokenLoadAsync().WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System, source.Token);
    }

    private static async Task WaitProviderTokenLoadAsync() => await Task.Delay(30);
}
