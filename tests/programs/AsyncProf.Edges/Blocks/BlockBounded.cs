using System.Threading.Tasks.Dataflow;

namespace Edges.Blocks;

/// <summary>A block with little room.</summary>
internal static class BlockBounded
{
    public static Pattern Pattern { get; } = new(nameof(BlockBounded), BlockBoundedAsync, "R7", "BlockBoundedAsync > BlockBoundedSaveAsync *3")
    {
        Leaves = ["Block.", "await Task"],
        IsTellable = false,
    };

    private static async Task BlockBoundedAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var save = new ActionBlock<int>(BlockBoundedSaveAsync, new ExecutionDataflowBlockOptions { BoundedCapacity = 1 });
        for (int i = 0; i < 3; i++)
            await save.SendAsync(i);
        save.Complete();
        await save.Completion;
    }

    private static async Task BlockBoundedSaveAsync(int item) => await Task.Delay(20);
}
