namespace Edges.Traps;

/// <summary>The loser of two ends on the tick of a timer.</summary>
internal static class LoserOnTimer
{
    public static Pattern Pattern { get; } = new(nameof(LoserOnTimer), LoserOnTimerAsync, "R1", "LoserOnTimerAsync > LoserOnTimerOneAsync")
    {
        IsHostile = true,
        May = ["LoserOnTimerAsync > LoserOnTimerOtherAsync", " > LoserOnTimerOtherAsync"],
        Leaves = ["PeriodicTimer", "(unknown)"],
    };

    private static async Task LoserOnTimerAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(80));
        await Task.WhenAny(LoserOnTimerOneAsync(), LoserOnTimerOtherAsync());
        await timer.WaitForNextTickAsync();
        await Task.Delay(20);
    }

    private static async Task LoserOnTimerOneAsync() => await Task.Delay(20);

    private static async Task LoserOnTimerOtherAsync() => await Task.Delay(80);
}
