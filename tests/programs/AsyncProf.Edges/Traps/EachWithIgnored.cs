#if NET9_0_OR_GREATER
namespace Edges.Traps;

/// <summary>Each as it ends, beside a limit that nobody awaits.</summary>
internal static class EachWithIgnored
{
    public static Pattern Pattern { get; } = new(
        nameof(EachWithIgnored), EachWithIgnoredAsync, "R4",
        "EachWithIgnoredAsync > EachWithIgnoredOneAsync",
        "EachWithIgnoredAsync > EachWithIgnoredTwoAsync")
    {
        IsHostile = true,
        May = ["EachWithIgnoredAsync > EachWithIgnoredOtherAsync", " > EachWithIgnoredOtherAsync"],
        MaxWrong = 1,
        Since = 9,
    };

    private static async Task EachWithIgnoredAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        _ = EachWithIgnoredOtherAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await foreach (Task _ in Task.WhenEach(EachWithIgnoredOneAsync(), EachWithIgnoredTwoAsync()))
        {
            // Nothing to do.
        }

        await Task.Delay(20);
    }

    private static async Task EachWithIgnoredOneAsync() => await Task.Delay(20);

    private static async Task EachWithIgnoredTwoAsync() => await Task.Delay(50);

    private static async Task EachWithIgnoredOtherAsync() => await Task.Delay(40);
}
#endif
