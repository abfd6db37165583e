using System.Runtime.CompilerServices;

namespace Edges.Mixed;

/// <summary>Both kinds at once, and one that was begun early.</summary>
internal static class MixAll
{
    public static Pattern Pattern { get; } = new(
        nameof(MixAll), MixAllAsync, "",
        "MixAllAsync > MixAllMachineAsync *2",
        "MixAllAsync > MixAllPlainAsync *2");

    private static async Task MixAllAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        Task machine = MixAllMachineAsync(70), plain = MixAllPlainAsync(50);
        await Task.WhenAll(MixAllMachineAsync(20), MixAllPlainAsync(30));
        await plain;
        await machine;
    }

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task MixAllMachineAsync(int milliseconds) => await Task.Delay(milliseconds);

    private static async Task MixAllPlainAsync(int milliseconds) => await Task.Delay(milliseconds);
}
