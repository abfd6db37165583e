using System.Runtime.CompilerServices;

namespace Edges.Mixed;

/// <summary>A state machine in a pooled box between methods that the runtime suspends. No event names it: what it awaits stands below its caller where frames do not tell either.</summary>
internal static class MixPooled
{
    public static Pattern Pattern { get; } = new(
        nameof(MixPooled), MixPooledAsync, "R4",
        "MixPooledAsync > MixPooledBoxAsync *0..1",
        "MixPooledBoxAsync|MixPooledAsync > MixPooledLeafAsync *2");

    private static async Task MixPooledAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await MixPooledBoxAsync();
    }

    [RuntimeAsyncMethodGeneration(false)]
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask MixPooledBoxAsync()
    {
        await MixPooledLeafAsync();
        await MixPooledLeafAsync();
    }

    private static async Task MixPooledLeafAsync() => await Task.Delay(20);
}
