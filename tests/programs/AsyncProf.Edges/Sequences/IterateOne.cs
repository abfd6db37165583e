namespace Edges.Sequences;

/// <summary>Over an iterator.</summary>
internal static class IterateOne
{
    public static Pattern Pattern { get; } = new(nameof(IterateOne), IterateOneAsync, "R6", "IterateOneAsync > IterateOneItemsAsync", "IterateOneItemsAsync > IterateOneLoadAsync *3");

    private static async Task IterateOneAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await foreach (int _ in IterateOneItemsAsync())
        {
            // Nothing to do.
        }
    }

    private static async IAsyncEnumerable<int> IterateOneItemsAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await IterateOneLoadAsync();
            yield return i;
        }
    }

    private static async Task IterateOneLoadAsync() => await Task.Delay(20);
}
