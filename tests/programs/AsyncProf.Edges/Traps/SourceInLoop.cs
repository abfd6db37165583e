namespace Edges.Traps;

/// <summary>The last body of a loop completes a task of others.</summary>
internal static class SourceInLoop
{
    public static Pattern Pattern { get; } = new(
        nameof(SourceInLoop), SourceInLoopAsync, "R3a",
        "SourceInLoopAsync > SourceInLoopWaiterAsync",
        "SourceInLoopAsync > SourceInLoopBodyAsync *3")
    {
        IsHostile = true,
        MaxWrong = 2,
        IsTellable = false,
        Leaves = ["completed by", "TaskCompletionSource", "Parallel.For", "await Task"],
        IsLoop = true,
    };

    private static async Task SourceInLoopAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var done = new TaskCompletionSource();
        Task waiter = SourceInLoopWaiterAsync(done.Task);
        await Parallel.ForEachAsync(Enumerable.Range(0, 4), new ParallelOptions { MaxDegreeOfParallelism = 2 }, (item, token) => SourceInLoopBodyAsync(item, done));
        await waiter;
    }

    private static async Task SourceInLoopWaiterAsync(Task done)
    {
        await done;
        await Task.Delay(30);
    }

    private static async ValueTask SourceInLoopBodyAsync(int item, TaskCompletionSource done)
    {
        if (item == 3)
            done.SetResult();
        else
            await Task.Delay(20);
    }
}
