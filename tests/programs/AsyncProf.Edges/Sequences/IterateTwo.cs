namespace Edges.Sequences;

/// <summary>Over an iterator over an iterator.</summary>
internal static class IterateTwo
{
    public static Pattern Pattern { get; } = new(
        nameof(IterateTwo), IterateTwoAsync, "R6",
        "IterateTwoAsync > IterateTwoMiddleAsync",
        "IterateTwoMiddleAsync > IterateTwoItemsAsync",
        "IterateTwoItemsAsync > IterateTwoLoadAsync *3");

    private static async Task IterateTwoAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await foreach (int _ in IterateTwoMiddleAsync())
        {
            // Nothing to do.
        }
    }

    private static async IAsyncEnumerable<int> IterateTwoMiddleAsync()
    {
        await foreach (int item in IterateTwoItemsAsync())
            yield return item;
    }

    private static async IAsyncEnumerable<int> IterateTwoItemsAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await IterateTwoLoadAsync();
            yield return i;
        }
    }

    private static async Task IterateTwoLoadAsync() => await Task.Delay(20);
}
