namespace Edges.Handovers;

/// <summary>At the pace of a timer.</summary>
internal static class Ticks
{
    public static Pattern Pattern { get; } = new(nameof(Ticks), TicksAsync, "", "TicksAsync > TicksWorkAsync *3")
    {
        Leaves = ["PeriodicTimer", "(unknown)"],
    };

    private static async Task TicksAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (int i = 0; i < 3 && await timer.WaitForNextTickAsync(); i++)
            await TicksWorkAsync();
    }

    private static async Task TicksWorkAsync() => await Task.Delay(10);
}
