using System.Runtime.CompilerServices;

namespace Edges.Mixed;

/// <summary>State machines above methods that the runtime suspends, in turns.</summary>
internal static class MixUp
{
    public static Pattern Pattern { get; } = new(
        nameof(MixUp), MixUpAsync, "",
        "MixUpAsync > MixUpPlainAsync *2",
        "MixUpPlainAsync > MixUpMachineAsync *2",
        "MixUpMachineAsync > MixUpLeafAsync *4");

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task MixUpAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await MixUpPlainAsync();
        await MixUpPlainAsync();
    }

    private static async Task<int> MixUpPlainAsync()
    {
        await MixUpMachineAsync();
        await Task.Delay(10);
        return 1;
    }

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task MixUpMachineAsync()
    {
        await MixUpLeafAsync();
        await MixUpLeafAsync();
    }

    private static async Task MixUpLeafAsync() => await Task.Delay(20);
}
