namespace Edges.Traps;

/// <summary>An iterator completes a task of others before it has an item.</summary>
internal static class SourceInIterator
{
    public static Pattern Pattern { get; } = new(
        nameof(SourceInIterator), SourceInIteratorAsync, "R6",
        "SourceInIteratorAsync > SourceInIteratorWaiterAsync",
        "SourceInIteratorAsync > SourceInIteratorItemsAsync",
        "SourceInIteratorItemsAsync > SourceInIteratorLoadAsync *2")
    {
        IsHostile = true,
        Leaves = ["completed by", "TaskCompletionSource"],
    };

    private static async Task SourceInIteratorAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var done = new TaskCompletionSource();
        Task waiter = SourceInIteratorWaiterAsync(done.Task);
        await foreach (int _ in SourceInIteratorItemsAsync(done))
        {
            // Nothing to do.
        }

        await waiter;
    }

    private static async Task SourceInIteratorWaiterAsync(Task done)
    {
        await done;
        await Task.Delay(40);
    }

    private static async IAsyncEnumerable<int> SourceInIteratorItemsAsync(TaskCompletionSource done)
    {
        await SourceInIteratorLoadAsync();
        done.SetResult();
        yield return 1;
        await SourceInIteratorLoadAsync();
        yield return 2;
    }

    private static async Task SourceInIteratorLoadAsync() => await Task.Delay(20);
}
