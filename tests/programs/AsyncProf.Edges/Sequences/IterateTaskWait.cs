namespace Edges.Sequences;

/// <summary>Step by step, as tasks with a time limit.</summary>
internal static class IterateTaskWait
{
    public static Pattern Pattern { get; } = new(
        nameof(IterateTaskWait), IterateTaskWaitAsync, "R1, R6",
        "IterateTaskWaitAsync > IterateTaskWaitItemsAsync",
        "IterateTaskWaitItemsAsync > IterateTaskWaitLoadAsync *3");

    private static async Task IterateTaskWaitAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await using IAsyncEnumerator<int> items = IterateTaskWaitItemsAsync().GetAsyncEnumerator();
        while (await items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5)))
        {
            // Nothing to do.
        }
    }

    private static async IAsyncEnumerable<int> IterateTaskWaitItemsAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await IterateTaskWaitLoadAsync();
            yield return i;
        }
    }

    private static async Task IterateTaskWaitLoadAsync() => await Task.Delay(20);
}
