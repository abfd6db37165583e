namespace Edges.Traps;

/// <summary>The loser of two ends on the tick that its neighbour waits for.</summary>
internal static class LoserOnTick
{
    public static Pattern Pattern { get; } = new(nameof(LoserOnTick), LoserOnTickAsync, "R1", "LoserOnTickAsync > LoserOnTickOneAsync")
    {
        IsHostile = true,
        May = ["LoserOnTickAsync > LoserOnTickOtherAsync", " > LoserOnTickOtherAsync"],
    };

    private static async Task LoserOnTickAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        Task tick = Task.Delay(80);
        await Task.WhenAny(LoserOnTickOneAsync(), LoserOnTickOtherAsync());
        await tick;
        await Task.Delay(20);
    }

    private static async Task LoserOnTickOneAsync() => await Task.Delay(20);

    private static async Task LoserOnTickOtherAsync() => await Task.Delay(80);
}
