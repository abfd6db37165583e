namespace Edges.Handovers;

/// <summary>Through a gate, with a time limit.</summary>
internal static class GateLimit
{
    public static Pattern Pattern { get; } = new(nameof(GateLimit), GateLimitAsync, "", "GateLimitAsync > GateLimitUserAsync *3", "GateLimitUserAsync > GateLimitWorkAsync *3")
    {
        Leaves = ["SemaphoreSlim", "completed by", "WaitAsync"],
    };

    private static async Task GateLimitAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var gate = new SemaphoreSlim(1);
        await Task.WhenAll(GateLimitUserAsync(gate), GateLimitUserAsync(gate), GateLimitUserAsync(gate));
    }

    private static async Task GateLimitUserAsync(SemaphoreSlim gate)
    {
        await gate.WaitAsync(TimeSpan.FromSeconds(5));
        try
        {
            await GateLimitWorkAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    private static async Task GateLimitWorkAsync() => await Task.Delay(20);
}
