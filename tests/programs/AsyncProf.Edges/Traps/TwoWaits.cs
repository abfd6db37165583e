namespace Edges.Traps;

/// <summary>Two limits, and the nearer one is not awaited.</summary>
internal static class TwoWaits
{
    public static Pattern Pattern { get; } = new(nameof(TwoWaits), TwoWaitsAsync, "R2", "TwoWaitsAsync > TwoWaitsLoadAsync")
    {
        IsHostile = true,
        May = ["TwoWaitsAsync > TwoWaitsOtherAsync", " > TwoWaitsOtherAsync"],
        MaxWrong = 1,
        IsTellable = false,
    };

    private static async Task TwoWaitsAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        Task load = TwoWaitsLoadAsync();
        _ = TwoWaitsOtherAsync().WaitAsync(TimeSpan.FromSeconds(5));
        try
        {
            await load.WaitAsync(TimeSpan.FromMilliseconds(20));
        }
        catch (TimeoutException)
        {
            // As it should.
        }

        await Task.Delay(60);
    }

    private static async Task TwoWaitsLoadAsync() => await Task.Delay(50);

    private static async Task TwoWaitsOtherAsync() => await Task.Delay(40);
}
