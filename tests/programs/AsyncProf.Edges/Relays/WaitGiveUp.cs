namespace Edges.Relays;

/// <summary>A time limit that is reached, and ends who waited.</summary>
internal static class WaitGiveUp
{
    public static Pattern Pattern { get; } = new(nameof(WaitGiveUp), WaitGiveUpAsync, "R2", "WaitGiveUpAsync > WaitGiveUpTryAsync", "WaitGiveUpTryAsync > WaitGiveUpLoadAsync");

    private static async Task WaitGiveUpAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        try
        {
            await WaitGiveUpTryAsync();
        }
        catch (TimeoutException)
        {
            // As it should.
        }

        await Task.Delay(60);
    }

    private static async Task WaitGiveUpTryAsync() => await WaitGiveUpLoadAsync().WaitAsync(TimeSpan.FromMilliseconds(20));

    private static async Task WaitGiveUpLoadAsync() => await Task.Delay(50);
}
