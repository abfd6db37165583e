#if NET10_0_OR_GREATER
namespace Edges.Sequences;

/// <summary>Through an asynchronous operator.</summary>
internal static class IterateLinqAsync
{
    public static Pattern Pattern { get; } = new(
        nameof(IterateLinqAsync), IterateLinqAsyncAsync, "R6",
        "IterateLinqAsyncAsync > IterateLinqAsyncItemsAsync",
        "IterateLinqAsyncItemsAsync > IterateLinqAsyncLoadAsync *3",
        "IterateLinqAsyncAsync > IterateLinqAsyncAsync.lambda *3",
        "IterateLinqAsyncAsync.lambda > IterateLinqAsyncMapAsync *3")
    {
        Since = 10,
    };

    private static async Task IterateLinqAsyncAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await foreach (int _ in IterateLinqAsyncItemsAsync().Select(async (int item, CancellationToken token) => await IterateLinqAsyncMapAsync(item)))
        {
            // Nothing to do.
        }
    }

    private static async IAsyncEnumerable<int> IterateLinqAsyncItemsAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await IterateLinqAsyncLoadAsync();
            yield return i;
        }
    }

    private static async Task IterateLinqAsyncLoadAsync() => await Task.Delay(20);

    private static async ValueTask<int> IterateLinqAsyncMapAsync(int item)
    {
        await Task.Delay(20);
        return item;
    }
}
#endif
