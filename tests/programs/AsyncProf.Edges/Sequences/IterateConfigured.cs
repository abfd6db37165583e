namespace Edges.Sequences;

/// <summary>The same, configured at each step.</summary>
internal static class IterateConfigured
{
    public static Pattern Pattern { get; } = new(
        nameof(IterateConfigured), IterateConfiguredAsync, "R6",
        "IterateConfiguredAsync > IterateConfiguredMiddleAsync",
        "IterateConfiguredMiddleAsync > IterateConfiguredItemsAsync",
        "IterateConfiguredItemsAsync > IterateConfiguredLoadAsync *3");

    private static async Task IterateConfiguredAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await foreach (int _ in IterateConfiguredMiddleAsync().ConfigureAwait(false))
        {
            // Nothing to do.
        }
    }

    private static async IAsyncEnumerable<int> IterateConfiguredMiddleAsync()
    {
        await foreach (int item in IterateConfiguredItemsAsync().ConfigureAwait(false))
            yield return item;
    }

    private static async IAsyncEnumerable<int> IterateConfiguredItemsAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await IterateConfiguredLoadAsync();
            yield return i;
        }
    }

    private static async Task IterateConfiguredLoadAsync() => await Task.Delay(20);
}
