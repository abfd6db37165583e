namespace Edges.Sequences;

/// <summary>Over an iterator over an iterator over an iterator.</summary>
internal static class IterateThree
{
    public static Pattern Pattern { get; } = new(
        nameof(IterateThree), IterateThreeAsync, "R6",
        "IterateThreeAsync > IterateThreeOuterAsync",
        "IterateThreeOuterAsync > IterateThreeMiddleAsync",
        "IterateThreeMiddleAsync > IterateThreeItemsAsync",
        "IterateThreeItemsAsync > IterateThreeLoadAsync *3");

    private static async Task IterateThreeAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await foreach (int _ in IterateThreeOuterAsync())
        {
            // Nothing to do.
        }
    }

    private static async IAsyncEnumerable<int> IterateThreeOuterAsync()
    {
        await foreach (int item in IterateThreeMiddleAsync())
            yield return item;
    }

    private static async IAsyncEnumerable<int> IterateThreeMiddleAsync()
    {
        await foreach (int item in IterateThreeItemsAsync())
            yield return item;
    }

    private static async IAsyncEnumerable<int> IterateThreeItemsAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await IterateThreeLoadAsync();
            yield return i;
        }
    }

    private static async Task IterateThreeLoadAsync() => await Task.Delay(20);
}
