namespace Edges.Traps;

/// <summary>What follows one call cancels the wait for another.</summary>
internal static class RawCancel
{
    public static Pattern Pattern { get; } = new(nameof(RawCancel), RawCancelAsync, "R2", "RawCancelAsync > RawCancelLoadAsync")
    {
        IsHostile = true,
        MaxWrong = 1, // over EventPipe, where no frame tells, a bare callback looks like a pooled method
        May = ["RawCancelAsync > RawCancelOtherAsync", " > RawCancelOtherAsync"],
    };

    private static async Task RawCancelAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var source = new CancellationTokenSource();
        Task other = RawCancelOtherAsync(), load = RawCancelLoadAsync();
        other.GetAwaiter().OnCompleted(source.Cancel);
        try
        {
            await load.WaitAsync(source.Token);
        }
        catch (OperationCanceledException)
        {
            // As it should.
        }

        await Task.Delay(60);
    }

    private static async Task RawCancelLoadAsync() => await Task.Delay(70);

    private static async Task RawCancelOtherAsync() => await Task.Delay(40);
}
