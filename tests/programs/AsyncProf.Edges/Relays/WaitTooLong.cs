namespace Edges.Relays;

/// <summary>A time limit that is reached.</summary>
internal static class WaitTooLong
{
    public static Pattern Pattern { get; } = new(nameof(WaitTooLong), WaitTooLongAsync, "R2", "WaitTooLongAsync > WaitTooLongLoadAsync");

    private static async Task WaitTooLongAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        try
        {
            await WaitTooLongLoadAsync().WaitAsync(TimeSpan.FromMilliseconds(20));
        }
        catch (TimeoutException)
        {
            // As it should.
        }

        await Task.Delay(60);
    }

    private static async Task WaitTooLongLoadAsync() => await Task.Delay(50);
}
