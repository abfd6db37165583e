namespace Edges.Relays;

/// <summary>All results, with a time limit.</summary>
internal static class WaitAllResults
{
    public static Pattern Pattern { get; } = new(nameof(WaitAllResults), WaitAllResultsAsync, "R1", "WaitAllResultsAsync > WaitAllResultsLoadAsync *3");

    private static async Task WaitAllResultsAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.WhenAll(Enumerable.Range(1, 3).Select(WaitAllResultsLoadAsync)).WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task<int> WaitAllResultsLoadAsync(int number)
    {
        await Task.Delay(20 * number);
        return number;
    }
}
