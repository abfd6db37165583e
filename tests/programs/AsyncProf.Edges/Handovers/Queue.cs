using System.Threading.Channels;

namespace Edges.Handovers;

/// <summary>Work that is handed to a loop.</summary>
internal static class Queue
{
    public static Pattern Pattern { get; } = new(
        nameof(Queue), QueueAsync, "",
        "QueueAsync > QueueLoopAsync",
        "QueueAsync > QueueSubmitAsync *2",
        "QueueLoopAsync > QueueSubmitAsync.lambda *2",
        "QueueSubmitAsync.lambda > QueueWorkAsync *2")
    {
        Leaves = ["completed by", "TaskCompletionSource", "Channel", "(unknown)"],
    };

    private static async Task QueueAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        Channel<Func<Task>> queue = Channel.CreateUnbounded<Func<Task>>();
        Task loop = QueueLoopAsync(queue.Reader);
        await QueueSubmitAsync(queue.Writer);
        await QueueSubmitAsync(queue.Writer);
        queue.Writer.Complete();
        await loop;
    }

    private static async Task QueueLoopAsync(ChannelReader<Func<Task>> queue)
    {
        await foreach (Func<Task> work in queue.ReadAllAsync())
            await work();
    }

    private static async Task QueueSubmitAsync(ChannelWriter<Func<Task>> queue)
    {
        var done = new TaskCompletionSource();
        queue.TryWrite(async () =>
        {
            await QueueWorkAsync();
            done.SetResult();
        });
        await done.Task;
    }

    private static async Task QueueWorkAsync() => await Task.Delay(30);
}
