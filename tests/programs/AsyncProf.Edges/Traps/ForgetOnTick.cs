namespace Edges.Traps;

/// <summary>What is forgotten ends on the tick that its neighbour waits for.</summary>
internal static class ForgetOnTick
{
    public static Pattern Pattern { get; } = new(nameof(ForgetOnTick), ForgetOnTickAsync, "R2")
    {
        IsHostile = true,
        May = ["ForgetOnTickAsync > ForgetOnTickOtherAsync", " > ForgetOnTickOtherAsync"],
    };

    private static async Task ForgetOnTickAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        _ = ForgetOnTickOtherAsync();
        await Task.Delay(40);
        await Task.Delay(20);
    }

    private static async Task ForgetOnTickOtherAsync() => await Task.Delay(40);
}
