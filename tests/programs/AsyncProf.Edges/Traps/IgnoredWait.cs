namespace Edges.Traps;

/// <summary>A limit that nobody awaits, on the tick that its neighbour waits for.</summary>
internal static class IgnoredWait
{
    public static Pattern Pattern { get; } = new(nameof(IgnoredWait), IgnoredWaitAsync, "R1")
    {
        IsHostile = true,
        May = ["IgnoredWaitAsync > IgnoredWaitOtherAsync", " > IgnoredWaitOtherAsync"],
    };

    private static async Task IgnoredWaitAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        _ = IgnoredWaitOtherAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await Task.Delay(40);
        await Task.Delay(20);
    }

    private static async Task IgnoredWaitOtherAsync() => await Task.Delay(40);
}
