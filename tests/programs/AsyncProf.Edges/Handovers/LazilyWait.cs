namespace Edges.Handovers;

/// <summary>Made once, for three who wait with a limit.</summary>
internal static class LazilyWait
{
    public static Pattern Pattern { get; } = new(nameof(LazilyWait), LazilyWaitAsync, "R1", "LazilyWaitAsync > LazilyWaitUserAsync *3", "LazilyWaitUserAsync > LazilyWaitMakeAsync");

    private static async Task LazilyWaitAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var made = new Lazy<Task<int>>(LazilyWaitMakeAsync);
        await Task.WhenAll(LazilyWaitUserAsync(made), LazilyWaitUserAsync(made), LazilyWaitUserAsync(made));
    }

    private static async Task LazilyWaitUserAsync(Lazy<Task<int>> made) => await made.Value.WaitAsync(TimeSpan.FromSeconds(5));

    private static async Task<int> LazilyWaitMakeAsync()
    {
        await Task.Delay(30);
        return 1;
    }
}
