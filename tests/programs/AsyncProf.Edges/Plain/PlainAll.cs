namespace Edges.Plain;

/// <summary>All of several.</summary>
internal static class PlainAll
{
    public static Pattern Pattern { get; } = new(nameof(PlainAll), PlainAllAsync, "", "PlainAllAsync > PlainAllOneAsync", "PlainAllAsync > PlainAllTwoAsync");

    private static async Task PlainAllAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.WhenAll(PlainAllOneAsync(), PlainAllTwoAsync());
    }

    private static async Task PlainAllOneAsync() => await Task.Delay(20);

    private static async Task PlainAllTwoAsync() => await Task.Delay(40);
}
