namespace Edges.Traps;

/// <summary>Two limits of calls that end together.</summary>
internal static class TwinWaits
{
    public static Pattern Pattern { get; } = new(nameof(TwinWaits), TwinWaitsAsync, "R1", "TwinWaitsAsync > TwinWaitsLoadAsync")
    {
        IsHostile = true,
        May = ["TwinWaitsAsync > TwinWaitsOtherAsync", " > TwinWaitsOtherAsync"],
    };

    private static async Task TwinWaitsAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        Task tick = Task.Delay(40);
        _ = TwinWaitsOtherAsync(tick).WaitAsync(TimeSpan.FromSeconds(5));
        await TwinWaitsLoadAsync(tick).WaitAsync(TimeSpan.FromSeconds(5));
        await Task.Delay(20);
    }

    private static async Task TwinWaitsLoadAsync(Task tick) => await tick;

    private static async Task TwinWaitsOtherAsync(Task tick) => await tick;
}
