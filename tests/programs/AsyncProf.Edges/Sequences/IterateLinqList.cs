#if NET10_0_OR_GREATER
namespace Edges.Sequences;

/// <summary>Into a list.</summary>
internal static class IterateLinqList
{
    public static Pattern Pattern { get; } = new(
        nameof(IterateLinqList), IterateLinqListAsync, "R6",
        "IterateLinqListAsync > IterateLinqListItemsAsync",
        "IterateLinqListItemsAsync > IterateLinqListLoadAsync *3")
    {
        Since = 10,
    };

    private static async Task IterateLinqListAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await IterateLinqListItemsAsync().Where(item => item >= 0).ToListAsync();
    }

    private static async IAsyncEnumerable<int> IterateLinqListItemsAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await IterateLinqListLoadAsync();
            yield return i;
        }
    }

    private static async Task IterateLinqListLoadAsync() => await Task.Delay(20);
}
#endif
