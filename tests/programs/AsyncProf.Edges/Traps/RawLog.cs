namespace Edges.Traps;

/// <summary>What follows one call is not its caller.</summary>
internal static class RawLog
{
    public static Pattern Pattern { get; } = new(nameof(RawLog), RawLogAsync, "R1", "RawLogAsync > RawLogLoadAsync")
    {
        IsHostile = true,
        MaxWrong = 1, // over EventPipe, where no frame tells, a bare callback looks like a pooled method
        May = ["RawLogAsync > RawLogOtherAsync", " > RawLogOtherAsync"],
    };

    private static async Task RawLogAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        RawLogOtherAsync().GetAwaiter().OnCompleted(RawLogLog);
        await RawLogLoadAsync();
        await Task.Delay(20);
    }

    private static async Task RawLogLoadAsync() => await Task.Delay(40);

    private static async Task RawLogOtherAsync() => await Task.Delay(40);

    private static void RawLogLog()
    {
        // Nothing to say.
    }
}
