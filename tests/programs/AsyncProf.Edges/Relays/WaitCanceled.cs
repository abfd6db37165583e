namespace Edges.Relays;

/// <summary>What is waited for is cancelled itself.</summary>
internal static class WaitCanceled
{
    public static Pattern Pattern { get; } = new(nameof(WaitCanceled), WaitCanceledAsync, "R1", "WaitCanceledAsync > WaitCanceledLoadAsync");

    private static async Task WaitCanceledAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        try
        {
            await WaitCanceledLoadAsync().WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (OperationCanceledException)
        {
            // As it should.
        }
    }

    private static async Task WaitCanceledLoadAsync()
    {
        using var source = new CancellationTokenSource(30);
        await Task.Delay(1000, source.Token);
    }
}
