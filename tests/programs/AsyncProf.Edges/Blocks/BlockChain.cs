using System.Threading.Tasks.Dataflow;

namespace Edges.Blocks;

/// <summary>Two blocks in a row, until both are done.</summary>
internal static class BlockChain
{
    public static Pattern Pattern { get; } = new(nameof(BlockChain), BlockChainAsync, "R7", "BlockChainAsync > BlockChainLoadAsync *3", "BlockChainAsync > BlockChainSaveAsync *3")
    {
        Leaves = ["Block.", "await Task"],
        IsTellable = false,
    };

    private static async Task BlockChainAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var load = new TransformBlock<int, int>(BlockChainLoadAsync);
        var save = new ActionBlock<int>(BlockChainSaveAsync);
        load.LinkTo(save, new DataflowLinkOptions { PropagateCompletion = true });
        for (int i = 0; i < 3; i++)
            load.Post(i);
        load.Complete();
        await save.Completion;
    }

    private static async Task<int> BlockChainLoadAsync(int item)
    {
        await Task.Delay(20);
        return item;
    }

    private static async Task BlockChainSaveAsync(int item) => await Task.Delay(10);
}
