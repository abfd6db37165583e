namespace Edges.Relays;

/// <summary>A token that is cancelled.</summary>
internal static class WaitCancel
{
    public static Pattern Pattern { get; } = new(nameof(WaitCancel), WaitCancelAsync, "R2", "WaitCancelAsync > WaitCancelLoadAsync");

    private static async Task WaitCancelAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var source = new CancellationTokenSource();
        source.CancelAfter(20);
        try
        {
            await WaitCancelLoadAsync().WaitAsync(source.Token);
        }
        catch (OperationCanceledException)
        {
            // As it should.
        }

        await Task.Delay(60);
    }

    private static async Task WaitCancelLoadAsync() => await Task.Delay(50);
}
