namespace Edges.Forgotten;

/// <summary>Work that a timer starts.</summary>
internal static class TimerStart
{
    public static Pattern Pattern { get; } = new(nameof(TimerStart), TimerStartAsync, "", "TimerStartWorkAsync > TimerStartLoadAsync")
    {
        Leaves = ["completed by", "TaskCompletionSource"],
        May = [" > TimerStartWorkAsync"],
    };

    private static async Task TimerStartAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var done = new TaskCompletionSource();
        using var timer = new Timer(_ => TimerStartWorkAsync(done), null, 20, Timeout.Infinite);
        await done.Task;
    }

    private static async Task TimerStartWorkAsync(TaskCompletionSource done)
    {
        await TimerStartLoadAsync();
        done.SetResult();
    }

    private static async Task TimerStartLoadAsync() => await Task.Delay(30);
}
