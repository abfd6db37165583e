namespace Edges.Plain;

/// <summary>The first of two; the other one goes on.</summary>
internal static class PlainAny
{
    public static Pattern Pattern { get; } = new(nameof(PlainAny), PlainAnyAsync, "", "PlainAnyAsync > PlainAnyOneAsync")
    {
        May = ["PlainAnyAsync > PlainAnyTwoAsync", " > PlainAnyTwoAsync"],
    };

    private static async Task PlainAnyAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.WhenAny(PlainAnyOneAsync(), PlainAnyTwoAsync());
        await Task.Delay(200);
    }

    private static async Task PlainAnyOneAsync() => await Task.Delay(20);

    private static async Task PlainAnyTwoAsync() => await Task.Delay(200);
}
