using AsyncProf.Engine;
using AsyncProf.Profiles;
using AsyncProf.Scopes;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Runtime.Tests.Scopes;

/// <summary>What a scope of the whole process sees of requests and calls that began before it. A tick is a nanosecond.</summary>
public class ScopeSinkTests
{
    private const ushort Scope = 7;

    [Fact]
    public void Profile_OfARequestThatBeganBefore_HasItsTimeSinceTheScopeBegan()
    {
        TraceBuilder trace = new TraceBuilder()
            .At(1).Starts(1).Makes("delay", "Task.Delay").Begins("A").Awaits("A", "delay")
            .At(20).Ends("delay").Completes("delay").Runs("A").At(22).Makes("delay 2", "Task.Delay").Begins("B").Awaits("B", "delay 2").Awaits("A", "B").Leaves().Leaves()
            .At(60).Ends("delay 2").Completes("delay 2").Runs("B").At(70).Ends("B").Completes("B").Runs("A")
            .At(72).Makes("delay 3", "Task.Delay").Begins("C").Awaits("C", "delay 3").Awaits("A", "C").Leaves().Leaves().Leaves().Leaves()
            .At(80).Ends("delay 3").Completes("delay 3").Runs("C").At(81).Ends("C").Completes("C").Runs("A").At(83).Ends("A").Stops(1, "GET /").Leaves().Leaves().Leaves().Leaves();

        AsyncProfile seen = Seen(trace, 51), all = Seen(trace, 0);

        Assert.Equal((0, 83 - 51), (Request(seen).Count, Request(seen).ElapsedNs));
        Assert.Equal((1, 82), (Request(all).Count, Request(all).ElapsedNs));
        Assert.Equal((0, 1), (Row(seen, "B").Calls, Row(seen, "C").Calls));
        Assert.Equal((10, 9), (Row(seen, "B").TaskSelf.RunningNs, Row(seen, "B").TaskSelf.WaitingNs));
        Assert.Equal((1, 8), (Row(seen, "C").TaskSelf.RunningNs, Row(seen, "C").TaskSelf.WaitingNs));
        Assert.Equal(seen.Roots.Sum(row => row.ElapsedNs), seen.Tree.ElapsedTotal.TotalNs);
        Assert.Equal(Row(all, "C").TaskSelf, Row(seen, "C").TaskSelf);
        Assert.Equal(38 + 10, Row(all, "B").TaskSelf.TotalNs);
    }

    [Fact]
    public void Profile_OfWhatWasOverBefore_HasNothingOfIt()
    {
        TraceBuilder trace = new TraceBuilder()
            .At(1).Starts(1).Makes("delay", "Task.Delay").Begins("Old").Awaits("Old", "delay").Begins("A").Awaits("A", "Old")
            .At(20).Ends("delay").Completes("delay").Runs("Old").At(22).Ends("Old").Completes("Old").Runs("A").Makes("delay 2", "Task.Delay").Awaits("A", "delay 2").Leaves().Leaves().Leaves().Leaves()
            .At(80).Ends("delay 2").Completes("delay 2").Runs("A").At(83).Ends("A").Stops(1, "GET /").Leaves().Leaves();

        AsyncProfile seen = Seen(trace, 51);

        Assert.Equal(83 - 51, Request(seen).ElapsedNs);
        Assert.DoesNotContain(seen.Methods, row => row.Method == "Old");
        Assert.Equal(83 - 51, Row(seen, "A").TaskSelf.TotalNs);
    }

    private static RootRow Request(AsyncProfile profile) => Assert.Single(profile.Roots, root => root.Name == "GET /");

    private static MethodRow Row(AsyncProfile profile, string method) => Assert.Single(profile.Methods, row => row.Method == method);

    private static AsyncProfile Seen(TraceBuilder trace, long since)
    {
        var methods = new MethodTable(trace.Names, new MetadataIndex());
        var awaits = new AwaitTable(trace.Names, methods, new NoAwaits());
        var sink = new ScopeSink(trace.Names, methods, awaits, Scope, processWide: true, MeasuredUse.None, since);
        var trees = new TreeSinks();
        var engine = new AsyncEngine(trace.Names, methods, trees, StitcherLimits.OfClock(1000), awaits: awaits);
        bool isOpen = false;
        foreach (LoggedEvent logged in trace.Log)
        {
            if (!isOpen && logged.Event.Timestamp >= since)
            {
                engine.Stitcher.Snapshot(since);
                trees.Add(sink);
                engine.Windows.Open(Scope, since);
                isOpen = true;
            }

            engine.Stitcher.Process(engine.Stitcher.Thread(logged.Thread), logged.Event);
        }

        engine.Stitcher.Finish(200);
        return sink.Build(new RecordingInfo());
    }
}
