namespace Edges.Forgotten;

/// <summary>A loop of twelve seconds below others.</summary>
internal static class LongLoop
{
    public static Pattern Pattern { get; } = new(
        nameof(LongLoop), LongLoopAsync, "",
        "LongLoopAsync > LongLoopStepsAsync",
        "LongLoopAsync > LongLoopLoadAsync",
        "LongLoopStepsAsync > LongLoopStepAsync *240")
    {
        IsLong = true,
    };

    private static async Task LongLoopAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.WhenAll(LongLoopStepsAsync(), LongLoopLoadAsync());
    }

    private static async Task LongLoopStepsAsync()
    {
        for (int i = 0; i < 240; i++)
            await LongLoopStepAsync();
    }

    private static async Task LongLoopStepAsync() => await Task.Delay(49);

    private static async Task LongLoopLoadAsync() => await Task.Delay(50);
}
