namespace Edges.Sequences;

/// <summary>Over an iterator that only waits.</summary>
internal static class IterateDirect
{
    public static Pattern Pattern { get; } = new(nameof(IterateDirect), IterateDirectAsync, "R6", "IterateDirectAsync > IterateDirectItemsAsync");

    private static async Task IterateDirectAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await foreach (int _ in IterateDirectItemsAsync())
        {
            // Nothing to do.
        }
    }

    private static async IAsyncEnumerable<int> IterateDirectItemsAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await Task.Delay(20);
            yield return i;
        }
    }
}
