namespace Edges.Sequences;

/// <summary>Step by step, as tasks.</summary>
internal static class IterateTask
{
    public static Pattern Pattern { get; } = new(
        nameof(IterateTask), IterateTaskAsync, "R6",
        "IterateTaskAsync > IterateTaskItemsAsync",
        "IterateTaskItemsAsync > IterateTaskLoadAsync *3");

    private static async Task IterateTaskAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await using IAsyncEnumerator<int> items = IterateTaskItemsAsync().GetAsyncEnumerator();
        while (await items.MoveNextAsync().AsTask())
        {
            // Nothing to do.
        }
    }

    private static async IAsyncEnumerable<int> IterateTaskItemsAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await IterateTaskLoadAsync();
            yield return i;
        }
    }

    private static async Task IterateTaskLoadAsync() => await Task.Delay(20);
}
