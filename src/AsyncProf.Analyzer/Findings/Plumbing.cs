namespace AsyncProf.Findings;

/// <summary>What the frameworks begin on behalf of somebody who waits for it by other means than its task: dataflow blocks, parallel loops.</summary>
internal static class Plumbing
{
    private const string Blocks = "System.Threading.Tasks.Dataflow.";

    /// <summary>By their bare names, where nothing tells the type.</summary>
    private static readonly string[] BlockDelegates =
    [
        "ProcessAsyncIfNecessary_Slow.lambda", "OfferAsyncIfNecessary_Slow.lambda", "OfferAsyncIfNecessaryWithConsumeToAccept_Slow.lambda", "CompleteBlockIfPossible_Slow.lambda",
        "ProcessMessageWithTask.lambda", "CompleteAsAccepted.lambda",
    ];

    private static readonly string[] LoopDelegates = ["ForEachAsync.lambda", "ForAsync.lambda"];

    /// <summary>Whether a method is a block's own, or the worker of a parallel loop.</summary>
    public static bool Is(string method) =>
        IsBlocks(method)
        || LoopDelegates.Any(name => method.StartsWith(name, StringComparison.Ordinal) || method.StartsWith("System.Threading.Tasks.Parallel." + name, StringComparison.Ordinal));

    /// <summary>Whether a method is a block's own: it runs once for each item, when that comes and as many at once as the block may.</summary>
    public static bool IsBlocks(string method) => method.StartsWith(Blocks, StringComparison.Ordinal) || BlockDelegates.Any(name => method.StartsWith(name, StringComparison.Ordinal));
}
