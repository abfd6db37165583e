using System.Diagnostics;
using AsyncProf.Engine;
using AsyncProf.Runtime.Tests.Live;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Runtime.Tests.Faults;

/// <summary>A minute of requests of every kind: every event and every root is accounted for, and nothing grows.</summary>
[Collection(LiveCollection.Name)]
[Trait(Tier.Name, Tier.Deep)]
public class SoakTests
{
    private const int Users = 4;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15), Measured = TimeSpan.FromSeconds(45);
    private static readonly string[] Paths = ["async", "sync", "block", "outlive"];

    [Fact]
    public async Task AMinuteOfRequests_EverythingIsAccountedForAndNothingGrows()
    {
        await using ProfiledApp app = await ProfiledApp.StartAsync();
        ProfilerEngine engine = ProfilerEngine.Acquire();
        using var counter = new EventCounter();
        await Task.Delay(300);
        long seen = counter.Seen;
        EngineCounts from = await EventCounter.StitchedAsync(engine);

        long roots = await LoadAsync(app, WarmUp);
        (long memory, long kept) = await RestAsync(app);
        roots += await LoadAsync(app, Measured);
        (long memoryLater, long keptLater) = await RestAsync(app);
        seen = counter.Seen - seen;
        EngineCounts to = await EventCounter.StitchedAsync(engine);
        ProfilerEngine.Release();

        long stitched = to.Stitched.Events - from.Stitched.Events - (to.Stitched.Marks - from.Stitched.Marks), lost = to.Lost - from.Lost;
        Assert.True(seen > 200_000, $"{seen} events are no soak");
        Assert.InRange(seen - stitched - lost, -200, 200); // what the two looks at the clock themselves send
        ProfilerStatus status = await app.RootsAsync(roots);
        Assert.Equal(roots, status.Roots);
        Assert.Equal((0, 0), (status.Faults, status.IllegalTransitions));
        Assert.InRange(memoryLater, 0, memory + (8 << 20));
        Assert.InRange(keptLater, 0, kept + 500);
    }

    /// <summary>Sends requests for a time. Returns how many roots must come of them: one each, and one more for each that leaves work behind.</summary>
    private static async Task<long> LoadAsync(ProfiledApp app, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        long roots = 0;
        await Task.WhenAll(Enumerable.Range(0, Users).Select(async user =>
        {
            for (int i = user; watch.Elapsed < time; i++)
            {
                string path = Paths[i % Paths.Length];
                await app.AskAsync(path, i);
                Interlocked.Add(ref roots, path == "outlive" ? 2 : 1);
            }
        }));
        return roots;
    }

    private static async Task<(long Memory, long Kept)> RestAsync(ProfiledApp app)
    {
        await Task.Delay(2500); // what was held has left
        app.Forget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return (GC.GetTotalMemory(forceFullCollection: true), ProfilerEngine.Status.Kept);
    }
}
