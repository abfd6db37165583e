using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.SlowRequests;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Runtime.Tests.Pipeline;

public class SlowRequestRecorderTests
{
    [Fact]
    public void OnTree_SlowerThanTheThreshold_IsKeptWithItsTreeTheNewestFirst()
    {
        IReadOnlyList<SlowRequest> kept = Record([10, 60, 20, 70], TimeSpan.FromMilliseconds(50), capacity: 8);

        Assert.Equal([70, 60], kept.Select(slow => (int)slow.Duration.TotalMilliseconds));
        Assert.All(kept, slow => Assert.Equal(TimeSpan.FromMilliseconds(50), slow.Limit));
        CallNode load = Assert.Single(kept[0].Tree.Children);
        Assert.Equal(("GET /", "Load"), (kept[0].Name, load.Name));
        Assert.Equal(70_000_000, load.ElapsedTotal.TotalNs);
        Assert.Contains("await Task.Delay", TextReport.Tree(kept[0].Tree), StringComparison.Ordinal);
    }

    [Fact]
    public void OnTree_MoreThanTheCapacity_KeepsTheLast()
    {
        IReadOnlyList<SlowRequest> kept = Record([61, 62, 63, 64, 65], TimeSpan.FromMilliseconds(50), capacity: 2);

        Assert.Equal([65, 64], kept.Select(slow => (int)slow.Duration.TotalMilliseconds));
    }

    [Fact]
    public void OnTree_WithoutAThreshold_KeepsWhatExceedsThe99thPercentileOfItsName()
    {
        int[] usual = [.. Enumerable.Range(0, 150).Select(i => 10 + (i % 5))];

        IReadOnlyList<SlowRequest> kept = Record([.. usual, 90, .. usual], threshold: null, capacity: 8);

        SlowRequest slow = Assert.Single(kept);
        Assert.Equal(90, slow.Duration.TotalMilliseconds);
        Assert.InRange(slow.Limit.TotalMilliseconds, 13, 15);
        Assert.StartsWith("2026-11-22T08:00:00", slow.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void OnTree_FewRequestsOfAName_TellNothing() => Assert.Empty(Record([10, 10, 500], threshold: null, capacity: 8));

    [Fact]
    public void OnTree_InAWindowOfItsRoute_IsKeptSlowOrNot()
    {
        var window = new OpenWindow();
        window.Open(OpenWindow.AnyRoute, 5);

        IReadOnlyList<SlowRequest> kept = Record([10, 60], TimeSpan.FromMilliseconds(50), capacity: 8, window);

        Assert.Equal([(60, 50), (10, 0)], kept.Select(slow => ((int)slow.Duration.TotalMilliseconds, (int)slow.Limit.TotalMilliseconds)));
        Assert.EndsWith("GET / took 10.0 ms, in a window", kept[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void OnTree_InAWindowOfAnotherRoute_IsNotKept()
    {
        var window = new OpenWindow();
        window.Open(1_000_000, 5);

        Assert.Empty(Record([10], TimeSpan.FromMilliseconds(50), capacity: 8, window));
    }

    private static IReadOnlyList<SlowRequest> Record(int[] durations, TimeSpan? threshold, int capacity, OpenWindow? window = null)
    {
        var names = new NameTable();
        var methods = new MethodTable(names, new MetadataIndex());
        var recorder = new SlowRequestRecorder(names, methods, new TickClock(1000), new FixedTime(), capacity, threshold, window: window);
        var stitcher = new AsyncEngine(names, methods, recorder, new StitcherLimits { GraceTicks = 5 }, new KnownIterators()).Stitcher;
        var simulator = new Simulator(names);
        foreach (LoggedEvent logged in simulator.Play(simulator.Method("Loop", Loop(simulator, durations))))
            stitcher.Process(stitcher.Thread(logged.Thread), logged.Event);
        stitcher.Finish(stitcher.Now);
        return recorder.Kept;
    }

    private static IEnumerable<Step> Loop(Simulator s, int[] durations)
    {
        yield return new Step.Yield();
        for (int i = 0; i < durations.Length; i++)
        {
            yield return new Step.Mark(true, i + 1, "GET /");
            yield return new Step.Await(s.Method("Load", [new Step.Await(s.Delay(durations[i]))]));
            yield return new Step.Mark(false, i + 1, "GET /");
        }
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    }
}
