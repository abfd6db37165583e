#if NET9_0_OR_GREATER
namespace Edges.Sequences;

/// <summary>Each result of a list as it ends.</summary>
internal static class EachOfList
{
    public static Pattern Pattern { get; } = new(nameof(EachOfList), EachOfListAsync, "R4", "EachOfListAsync > EachOfListLoadAsync *4")
    {
        Since = 9,
    };

    private static async Task EachOfListAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        List<Task<int>> loads = [.. Enumerable.Range(1, 4).Select(EachOfListLoadAsync)];
        await foreach (Task<int> load in Task.WhenEach(loads))
            await load;
    }

    private static async Task<int> EachOfListLoadAsync(int number)
    {
        await Task.Delay(10 * number);
        return number;
    }
}
#endif
