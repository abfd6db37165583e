#if NET9_0_OR_GREATER
namespace Edges.Traps;

/// <summary>Each as it ends, beside the loser of two.</summary>
internal static class EachWithLoser
{
    public static Pattern Pattern { get; } = new(
        nameof(EachWithLoser), EachWithLoserAsync, "R4",
        "EachWithLoserAsync > EachWithLoserOneAsync",
        "EachWithLoserAsync > EachWithLoserTwoAsync",
        "EachWithLoserAsync > EachWithLoserFirstAsync")
    {
        IsHostile = true,
        May = ["EachWithLoserAsync > EachWithLoserOtherAsync", " > EachWithLoserOtherAsync"],
        MaxWrong = 1,
        Since = 9,
    };

    private static async Task EachWithLoserAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        Task any = Task.WhenAny(EachWithLoserFirstAsync(), EachWithLoserOtherAsync());
        await foreach (Task _ in Task.WhenEach(EachWithLoserOneAsync(), EachWithLoserTwoAsync()))
        {
            // Nothing to do.
        }

        await any;
        await Task.Delay(50);
    }

    private static async Task EachWithLoserOneAsync() => await Task.Delay(20);

    private static async Task EachWithLoserTwoAsync() => await Task.Delay(50);

    private static async Task EachWithLoserFirstAsync() => await Task.Delay(70);

    private static async Task EachWithLoserOtherAsync() => await Task.Delay(100);
}
#endif
