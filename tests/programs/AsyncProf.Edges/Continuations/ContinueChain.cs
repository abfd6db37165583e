namespace Edges.Continuations;

/// <summary>Then one method and then another.</summary>
internal static class ContinueChain
{
    public static Pattern Pattern { get; } = new(
        nameof(ContinueChain), ContinueChainAsync, "",
        "ContinueChainAsync > ContinueChainLast",
        "ContinueChainLast > ContinueChainMiddle",
        "ContinueChainMiddle > ContinueChainFirstAsync");

    private static async Task ContinueChainAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await ContinueChainFirstAsync().ContinueWith(ContinueChainMiddle).ContinueWith(ContinueChainLast);
    }

    private static async Task ContinueChainFirstAsync() => await Task.Delay(30);

    private static void ContinueChainMiddle(Task first) => Thread.Sleep(5);

    private static void ContinueChainLast(Task middle) => Thread.Sleep(5);
}
