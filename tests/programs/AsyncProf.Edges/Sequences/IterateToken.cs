namespace Edges.Sequences;

/// <summary>The same, with a token at each step.</summary>
internal static class IterateToken
{
    public static Pattern Pattern { get; } = new(
        nameof(IterateToken), IterateTokenAsync, "R6",
        "IterateTokenAsync > IterateTokenMiddleAsync",
        "IterateTokenMiddleAsync > IterateTokenItemsAsync",
        "IterateTokenItemsAsync > IterateTokenLoadAsync *3");

    private static async Task IterateTokenAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var source = new CancellationTokenSource();
        await foreach (int _ in IterateTokenMiddleAsync().WithCancellation(source.Token))
        {
            // Nothing to do.
        }
    }

    private static async IAsyncEnumerable<int> IterateTokenMiddleAsync()
    {
        await foreach (int item in IterateTokenItemsAsync().WithCancellation(CancellationToken.None))
            yield return item;
    }

    private static async IAsyncEnumerable<int> IterateTokenItemsAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await IterateTokenLoadAsync();
            yield return i;
        }
    }

    private static async Task IterateTokenLoadAsync() => await Task.Delay(20);
}
