namespace Edges.Traps;

/// <summary>A continuation is made directly before something else is unwrapped.</summary>
internal static class UnwrapOther
{
    public static Pattern Pattern { get; } = new(nameof(UnwrapOther), UnwrapOtherAsync, "R5", "UnwrapOtherAsync > UnwrapOtherNextAsync")
    {
        IsHostile = true,
        May = ["UnwrapOtherAsync > UnwrapOtherOtherAsync", " > UnwrapOtherOtherAsync", "UnwrapOtherLog > UnwrapOtherOtherAsync", "UnwrapOtherAsync > UnwrapOtherLog", " > UnwrapOtherLog", "UnwrapOtherAsync > UnwrapOtherSetterAsync", " > UnwrapOtherSetterAsync"],
        Leaves = ["TaskCompletionSource", "await Task", "(unknown)"],
    };

    private static async Task UnwrapOtherAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var done = new TaskCompletionSource<Task>();
        Task setter = UnwrapOtherSetterAsync(done);
        Task other = UnwrapOtherOtherAsync().ContinueWith(UnwrapOtherLog);
        await done.Task.Unwrap();
        await Task.Delay(20);
        await setter;
        await other;
    }

    private static async Task UnwrapOtherSetterAsync(TaskCompletionSource<Task> done)
    {
        await Task.Delay(20);
        done.SetResult(UnwrapOtherNextAsync());
    }

    private static async Task UnwrapOtherNextAsync() => await Task.Delay(50);

    private static async Task UnwrapOtherOtherAsync() => await Task.Delay(40);

    private static void UnwrapOtherLog(Task other)
    {
        // Nothing to say.
    }
}
