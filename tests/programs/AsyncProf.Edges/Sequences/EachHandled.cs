#if NET9_0_OR_GREATER
namespace Edges.Sequences;

/// <summary>Each as it ends, with work on it while others end.</summary>
internal static class EachHandled
{
    public static Pattern Pattern { get; } = new(
        nameof(EachHandled), EachHandledAsync, "R4",
        "EachHandledAsync > EachHandledOneAsync",
        "EachHandledAsync > EachHandledTwoAsync",
        "EachHandledAsync > EachHandledThreeAsync",
        "EachHandledAsync > EachHandledHandleAsync *3")
    {
        Since = 9,
    };

    private static async Task EachHandledAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await foreach (Task _ in Task.WhenEach(EachHandledOneAsync(), EachHandledTwoAsync(), EachHandledThreeAsync()))
            await EachHandledHandleAsync();
    }

    private static async Task EachHandledOneAsync() => await Task.Delay(20);

    private static async Task EachHandledTwoAsync() => await Task.Delay(30);

    private static async Task EachHandledThreeAsync() => await Task.Delay(45);

    private static async Task EachHandledHandleAsync() => await Task.Delay(25);
}
#endif
