using System.Runtime.CompilerServices;

namespace Edges.Mixed;

/// <summary>Each kind completes a task that the other waits for, and goes on.</summary>
internal static class MixSource
{
    public static Pattern Pattern { get; } = new(
        nameof(MixSource), MixSourceAsync, "",
        "MixSourceAsync > MixSourcePlainAsync",
        "MixSourceAsync > MixSourceMachineAsync")
    {
        Leaves = ["completed by", "TaskCompletionSource"],
    };

    private static async Task MixSourceAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        TaskCompletionSource first = new(), second = new();
        await Task.WhenAll(MixSourceMachineAsync(first, second), MixSourcePlainAsync(first, second));
    }

    private static async Task MixSourcePlainAsync(TaskCompletionSource first, TaskCompletionSource second)
    {
        await first.Task;
        await Task.Delay(20);
        second.SetResult();
        await Task.Delay(20);
    }

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task MixSourceMachineAsync(TaskCompletionSource first, TaskCompletionSource second)
    {
        await Task.Delay(20);
        first.SetResult();
        await second.Task;
        await Task.Delay(20);
    }
}
