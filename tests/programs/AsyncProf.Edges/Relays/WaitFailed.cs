namespace Edges.Relays;

/// <summary>What is waited for fails.</summary>
internal static class WaitFailed
{
    public static Pattern Pattern { get; } = new(nameof(WaitFailed), WaitFailedAsync, "R1", "WaitFailedAsync > WaitFailedLoadAsync");

    private static async Task WaitFailedAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        try
        {
            await WaitFailedLoadAsync().WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (InvalidOperationException)
        {
            // As it should.
        }
    }

    private static async Task WaitFailedLoadAsync()
    {
        await Task.Delay(30);
        throw new InvalidOperationException();
    }
}
