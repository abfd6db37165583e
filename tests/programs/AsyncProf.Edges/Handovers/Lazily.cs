namespace Edges.Handovers;

/// <summary>Made once, for three.</summary>
internal static class Lazily
{
    public static Pattern Pattern { get; } = new(nameof(Lazily), LazilyAsync, "", "LazilyAsync > LazilyUserAsync *3", "LazilyUserAsync > LazilyMakeAsync");

    private static async Task LazilyAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var made = new Lazy<Task<int>>(LazilyMakeAsync);
        await Task.WhenAll(LazilyUserAsync(made), LazilyUserAsync(made), LazilyUserAsync(made));
    }

    private static async Task LazilyUserAsync(Lazy<Task<int>> made) => await made.Value;

    private static async Task<int> LazilyMakeAsync()
    {
        await Task.Delay(30);
        return 1;
    }
}
