using System.Threading.Tasks.Dataflow;

namespace Edges.Blocks;

/// <summary>Two blocks in a row, with lambdas.</summary>
internal static class BlockLambdas
{
    public static Pattern Pattern { get; } = new(
        nameof(BlockLambdas), BlockLambdasAsync, "R7",
        "BlockLambdasAsync > BlockLambdasAsync.lambda *6",
        "BlockLambdasAsync.lambda > BlockLambdasLoadAsync *3",
        "BlockLambdasAsync.lambda > BlockLambdasSaveAsync *3")
    {
        Leaves = ["Block.", "await Task"],
        IsTellable = false,
    };

    private static async Task BlockLambdasAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var load = new TransformBlock<int, int>(async item =>
        {
            await BlockLambdasLoadAsync();
            return item;
        });
        var save = new ActionBlock<int>(async _ => await BlockLambdasSaveAsync());
        load.LinkTo(save, new DataflowLinkOptions { PropagateCompletion = true });
        for (int i = 0; i < 3; i++)
            load.Post(i);
        load.Complete();
        await save.Completion;
    }

    private static async Task BlockLambdasLoadAsync() => await Task.Delay(20);

    private static async Task BlockLambdasSaveAsync() => await Task.Delay(10);
}
