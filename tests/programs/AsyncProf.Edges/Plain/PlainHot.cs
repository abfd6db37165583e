namespace Edges.Plain;

/// <summary>Started now, awaited later.</summary>
internal static class PlainHot
{
    public static Pattern Pattern { get; } = new(nameof(PlainHot), PlainHotAsync, "", "PlainHotAsync > PlainHotOneAsync", "PlainHotAsync > PlainHotTwoAsync");

    private static async Task PlainHotAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        Task one = PlainHotOneAsync();
        await PlainHotTwoAsync();
        await one;
    }

    private static async Task PlainHotOneAsync() => await Task.Delay(50);

    private static async Task PlainHotTwoAsync() => await Task.Delay(20);
}
