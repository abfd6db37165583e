namespace Edges.Handovers;

/// <summary>A task that another method completes, and then goes on.</summary>
internal static class SourceInline
{
    public static Pattern Pattern { get; } = new(nameof(SourceInline), SourceInlineAsync, "", "SourceInlineAsync > SourceInlineWorkerAsync")
    {
        Leaves = ["completed by", "TaskCompletionSource"],
    };

    private static async Task SourceInlineAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var done = new TaskCompletionSource();
        Task worker = SourceInlineWorkerAsync(done);
        await done.Task;
        await worker;
    }

    private static async Task SourceInlineWorkerAsync(TaskCompletionSource done)
    {
        await Task.Delay(30);
        done.SetResult();
        await Task.Delay(20);
    }
}
