namespace Edges.Relays;

/// <summary>Two wait for one, each with a limit.</summary>
internal static class WaitShared
{
    public static Pattern Pattern { get; } = new(nameof(WaitShared), WaitSharedAsync, "R1", "WaitSharedAsync > WaitSharedUserAsync *2", "WaitSharedUserAsync > WaitSharedLoadAsync");

    private static async Task WaitSharedAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        Task load = WaitSharedLoadAsync();
        await Task.WhenAll(WaitSharedUserAsync(load), WaitSharedUserAsync(load));
    }

    private static async Task WaitSharedUserAsync(Task load) => await load.WaitAsync(TimeSpan.FromSeconds(5));

    private static async Task WaitSharedLoadAsync() => await Task.Delay(30);
}
