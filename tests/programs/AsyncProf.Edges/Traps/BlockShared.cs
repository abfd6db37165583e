using System.Threading.Tasks.Dataflow;

namespace Edges.Traps;

/// <summary>A block that serves two requests.</summary>
internal static class BlockShared
{
    public static Pattern Pattern { get; } = new(nameof(BlockShared), BlockSharedAsync, "R7", "BlockSharedAsync > BlockSharedRequestAsync *2")
    {
        IsHostile = true,
        May = [" > BlockSharedServeAsync", "BlockSharedAsync > BlockSharedServeAsync"],
        IsTellable = false,
        Leaves = ["completed by", "TaskCompletionSource", "await Task", "DataflowBlock"],
    };

    private static async Task BlockSharedAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var block = new ActionBlock<TaskCompletionSource>(BlockSharedServeAsync);
        await Task.WhenAll(BlockSharedRequestAsync(block), BlockSharedRequestAsync(block));
        block.Complete();
        await block.Completion;
    }

    private static async Task BlockSharedRequestAsync(ActionBlock<TaskCompletionSource> block)
    {
        var done = new TaskCompletionSource();
        block.Post(done);
        await done.Task;
        await Task.Delay(10);
    }

    private static async Task BlockSharedServeAsync(TaskCompletionSource done)
    {
        await Task.Delay(20);
        done.SetResult();
    }
}
