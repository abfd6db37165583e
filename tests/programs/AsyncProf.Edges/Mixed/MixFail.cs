using System.Runtime.CompilerServices;

namespace Edges.Mixed;

/// <summary>An exception leaves both kinds of methods, and is caught.</summary>
internal static class MixFail
{
    public static Pattern Pattern { get; } = new(
        nameof(MixFail), MixFailAsync, "",
        "MixFailAsync > MixFailMachineAsync",
        "MixFailMachineAsync > MixFailPlainAsync",
        "MixFailPlainAsync > MixFailLeafAsync",
        "MixFailAsync > MixFailMendAsync");

    private static async Task MixFailAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        try
        {
            await MixFailMachineAsync();
        }
        catch (InvalidOperationException)
        {
            await MixFailMendAsync();
        }
    }

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task MixFailMachineAsync() => await MixFailPlainAsync();

    private static async Task MixFailPlainAsync() => await MixFailLeafAsync();

    private static async Task MixFailLeafAsync()
    {
        await Task.Delay(30);
        throw new InvalidOperationException("on purpose");
    }

    private static async Task MixFailMendAsync() => await Task.Delay(20);
}
