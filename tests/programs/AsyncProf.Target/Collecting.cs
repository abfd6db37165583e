using System.Globalization;

namespace AsyncProf.Target;

/// <summary>A program that collects twenty times in half a second, and keeps as many thousands of objects alive as it is told: of many each collection takes long.</summary>
internal static class Collecting
{
    private const int Collections = 20, WaitMs = 20;

    public static async Task<int> RunAsync(int thousands)
    {
        await Task.Yield();
        Link? alive = null;
        for (int i = 0; i < thousands * 1000; i++)
            alive = new Link(alive);
        TimeSpan before = GC.GetTotalPauseDuration();
        await CollectOftenAsync();
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"paused {(GC.GetTotalPauseDuration() - before).TotalMilliseconds}"));
        GC.KeepAlive(alive);
        return 0;
    }

    private static async Task CollectOftenAsync()
    {
        for (int i = 0; i < Collections; i++)
        {
            await Task.Delay(WaitMs); // first: what runs before the first await is the caller's, and the first collection is the longest
            GC.Collect(2, GCCollectionMode.Forced, blocking: true);
        }
    }

    private sealed class Link(Link? next)
    {
        public Link? Next { get; } = next;
    }
}
