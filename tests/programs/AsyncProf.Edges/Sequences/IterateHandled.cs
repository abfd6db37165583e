namespace Edges.Sequences;

/// <summary>Over an iterator, with work on each item.</summary>
internal static class IterateHandled
{
    public static Pattern Pattern { get; } = new(
        nameof(IterateHandled), IterateHandledAsync, "R6",
        "IterateHandledAsync > IterateHandledItemsAsync",
        "IterateHandledItemsAsync > IterateHandledLoadAsync *3",
        "IterateHandledAsync > IterateHandledHandleAsync *3");

    private static async Task IterateHandledAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await foreach (int _ in IterateHandledItemsAsync())
            await IterateHandledHandleAsync();
    }

    private static async IAsyncEnumerable<int> IterateHandledItemsAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await IterateHandledLoadAsync();
            yield return i;
        }
    }

    private static async Task IterateHandledLoadAsync() => await Task.Delay(20);

    private static async Task IterateHandledHandleAsync() => await Task.Delay(20);
}
