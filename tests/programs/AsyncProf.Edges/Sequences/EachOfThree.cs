#if NET9_0_OR_GREATER
namespace Edges.Sequences;

/// <summary>Each as it ends.</summary>
internal static class EachOfThree
{
    public static Pattern Pattern { get; } = new(
        nameof(EachOfThree), EachOfThreeAsync, "R4",
        "EachOfThreeAsync > EachOfThreeOneAsync",
        "EachOfThreeAsync > EachOfThreeTwoAsync",
        "EachOfThreeAsync > EachOfThreeThreeAsync")
    {
        Since = 9,
    };

    private static async Task EachOfThreeAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await foreach (Task _ in Task.WhenEach(EachOfThreeOneAsync(), EachOfThreeTwoAsync(), EachOfThreeThreeAsync()))
        {
            // Nothing to do.
        }
    }

    private static async Task EachOfThreeOneAsync() => await Task.Delay(20);

    private static async Task EachOfThreeTwoAsync() => await Task.Delay(40);

    private static async Task EachOfThreeThreeAsync() => await Task.Delay(60);
}
#endif
