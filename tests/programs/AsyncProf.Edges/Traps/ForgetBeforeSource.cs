namespace Edges.Traps;

/// <summary>What is forgotten begins directly before a task that a timer completes.</summary>
internal static class ForgetBeforeSource
{
    public static Pattern Pattern { get; } = new(nameof(ForgetBeforeSource), ForgetBeforeSourceAsync, "R2")
    {
        IsHostile = true,
        May = ["ForgetBeforeSourceAsync > ForgetBeforeSourceOtherAsync", " > ForgetBeforeSourceOtherAsync"],
        Leaves = ["TaskCompletionSource", "await Task"],
    };

    private static async Task ForgetBeforeSourceAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var done = new TaskCompletionSource();
        using var timer = new Timer(_ => done.SetResult(), null, 40, Timeout.Infinite);
        _ = ForgetBeforeSourceOtherAsync();
        await done.Task;
        await Task.Delay(20);
    }

    private static async Task ForgetBeforeSourceOtherAsync() => await Task.Delay(40);
}
