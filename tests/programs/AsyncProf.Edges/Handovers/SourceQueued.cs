namespace Edges.Handovers;

/// <summary>The same with continuations of their own.</summary>
internal static class SourceQueued
{
    public static Pattern Pattern { get; } = new(nameof(SourceQueued), SourceQueuedAsync, "", "SourceQueuedAsync > SourceQueuedWorkerAsync")
    {
        Leaves = ["completed by", "TaskCompletionSource"],
    };

    private static async Task SourceQueuedAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task worker = SourceQueuedWorkerAsync(done);
        await done.Task;
        await worker;
    }

    private static async Task SourceQueuedWorkerAsync(TaskCompletionSource done)
    {
        await Task.Delay(30);
        done.SetResult();
        await Task.Delay(20);
    }
}
