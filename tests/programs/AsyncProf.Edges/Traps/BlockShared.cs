using System.Threading.Tasks.Dataflow;

namespace Edges.Traps;

/// <summary>A block of all requests, which nobody completes.</summary>
internal static class BlockShared
{
    public static Pattern Pattern { get; } = new(nameof(BlockShared), BlockSharedAsync, "R7", "BlockSharedAsync > BlockSharedRequestAsync *2")
    {
        IsHostile = true,
        May = [" > BlockSharedServeAsync", "BlockSharedAsync > BlockSharedServeAsync", "BlockSharedRequestAsync > BlockSharedServeAsync"],
        IsTellable = false,
        Leaves = ["completed by", "TaskCompletionSource", "await Task"],
    };

    private static async Task BlockSharedAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.WhenAll(BlockSharedRequestAsync(), BlockSharedRequestAsync());
    }

    private static readonly ActionBlock<TaskCompletionSource> Block = new(BlockSharedServeAsync);

    private static async Task BlockSharedRequestAsync()
    {
        var done = new TaskCompletionSource();
        Block.Post(done);
        await done.Task;
        await Task.Delay(10);
    }

    private static async Task BlockSharedServeAsync(TaskCompletionSource done)
    {
        await Task.Delay(20);
        done.SetResult();
    }
}
