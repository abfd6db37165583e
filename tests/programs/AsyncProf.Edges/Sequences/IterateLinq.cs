#if NET10_0_OR_GREATER
namespace Edges.Sequences;

/// <summary>Through operators.</summary>
internal static class IterateLinq
{
    public static Pattern Pattern { get; } = new(
        nameof(IterateLinq), IterateLinqAsync, "R6",
        "IterateLinqAsync > IterateLinqItemsAsync",
        "IterateLinqItemsAsync > IterateLinqLoadAsync *3")
    {
        Since = 10,
    };

    private static async Task IterateLinqAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await foreach (int _ in IterateLinqItemsAsync().Where(item => item >= 0).Select(item => item + 1))
        {
            // Nothing to do.
        }
    }

    private static async IAsyncEnumerable<int> IterateLinqItemsAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await IterateLinqLoadAsync();
            yield return i;
        }
    }

    private static async Task IterateLinqLoadAsync() => await Task.Delay(20);
}
#endif
