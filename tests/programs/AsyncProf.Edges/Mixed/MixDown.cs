using System.Runtime.CompilerServices;

namespace Edges.Mixed;

/// <summary>State machines below methods that the runtime suspends, in turns.</summary>
internal static class MixDown
{
    public static Pattern Pattern { get; } = new(
        nameof(MixDown), MixDownAsync, "",
        "MixDownAsync > MixDownMachineAsync *2",
        "MixDownMachineAsync > MixDownPlainAsync *2",
        "MixDownPlainAsync > MixDownLeafAsync *4");

    private static async Task MixDownAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await MixDownMachineAsync();
        await MixDownMachineAsync();
    }

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task<int> MixDownMachineAsync()
    {
        await MixDownPlainAsync();
        await Task.Delay(10);
        return 1;
    }

    private static async Task MixDownPlainAsync()
    {
        await MixDownLeafAsync();
        await MixDownLeafAsync();
    }

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task MixDownLeafAsync() => await Task.Delay(20);
}
