namespace Edges.Handovers;

/// <summary>Through a gate.</summary>
internal static class Gate
{
    public static Pattern Pattern { get; } = new(nameof(Gate), GateAsync, "", "GateAsync > GateUserAsync *3", "GateUserAsync > GateWorkAsync *3")
    {
        Leaves = ["SemaphoreSlim", "completed by"],
    };

    private static async Task GateAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var gate = new SemaphoreSlim(1);
        await Task.WhenAll(GateUserAsync(gate), GateUserAsync(gate), GateUserAsync(gate));
    }

    private static async Task GateUserAsync(SemaphoreSlim gate)
    {
        await gate.WaitAsync();
        try
        {
            await GateWorkAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    private static async Task GateWorkAsync() => await Task.Delay(20);
}
