using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Stitching.Operations;

/// <summary>Threads allocate a byte each tick, also after what they have woken goes on elsewhere.</summary>
public class ThreadUsesTests
{
    /// <summary>The method yields at 20 on thread 2, ends at 30 on thread 3, and thread 2 leaves it at 40; in between the root may have been charged.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Take_OfAThreadThatWasOvertaken_IsTheEndedOperations(bool isCharged)
    {
        var trace = new TraceBuilder();
        trace.At(0).On(1).Begins("Work").Yields();
        trace.At(10).On(2).Runs("Work").At(20).Yields();
        trace.At(22).On(3).Runs("Work").At(30).Ends("Work").Leaves();
        if (isCharged)
            trace.At(39).On(4).Begins("Other");
        trace.At(40).On(2).Leaves();
        trace.At(45).On(3).Begins("Later"); // what this thread used since the end is nobody's

        (AsyncProfile profile, long outside) = Play(trace);

        Assert.Equal(30 + 8, Used(profile, "Work"));
        Assert.Equal(15, outside);
    }

    [Fact]
    public void Take_OfAThreadThatWasOvertakenInARequest_IsTheRequests()
    {
        var trace = new TraceBuilder();
        trace.At(0).On(9).Begins("Loop").Yields();
        trace.At(10).On(1).Runs("Loop").At(20).Starts(1).At(30).Yields();
        trace.At(32).On(2).Runs("Loop").At(40).Stops(1, "GET /").At(50).Yields().Leaves();
        trace.At(60).On(1).Leaves();

        (AsyncProfile profile, _) = Play(trace);

        Assert.Equal(40 + 8, profile.Roots.Single(root => root.Name == "GET /").Used.AllocatedBytes);
        Assert.Equal(10 + 10, Used(profile, "Loop"));
    }

    [Fact]
    public void Take_OfAThreadThatWasOvertakenBeforeARequest_IsNotTheRequests()
    {
        var trace = new TraceBuilder();
        trace.At(0).On(9).Begins("Loop").Yields();
        trace.At(10).On(1).Runs("Loop").At(20).Yields();
        trace.At(22).On(2).Runs("Loop").At(25).Starts(1);
        trace.At(30).On(1).Leaves();
        trace.At(40).On(2).Stops(1, "GET /").At(50).Yields().Leaves();

        (AsyncProfile profile, _) = Play(trace);

        Assert.Equal(15, profile.Roots.Single(root => root.Name == "GET /").Used.AllocatedBytes);
        Assert.Equal(20 + 3 + 10, Used(profile, "Loop"));
    }

    /// <summary>Nothing is read where a dispatcher begins or ends what it runs: what lies between two readings is of whoever ran before it, or of nobody.</summary>
    [Fact]
    public void Take_WhereADispatcherHasGoneOnMeanwhile_IsNotItsOwn()
    {
        TraceBuilder trace = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Begins("Items").Awaits("Items", "delay").Dispatches("A", "", "A")
            .At(11).Ends("delay").Completes("delay").Runs("Items")
            .At(20).Continues("A", "", "A").Steps().At(24).Returns().Steps().At(30).Ends("Items")
            .At(37).Returns().Finishes().Completes("A").Leaves().Leaves().Leaves();
        trace.At(100).Begins("Later");

        (AsyncProfile profile, long outside) = Play(trace);

        Assert.Equal(30 - 11, Used(profile, "Items"));
        Assert.Equal(0, Used(profile, "A"));
        Assert.Equal(100 - 1 - Used(profile, "Items"), outside);
    }

    private static long Used(AsyncProfile profile, string method) => profile.Methods.Single(row => row.Method == method).UsedSelf.AllocatedBytes;

    private static (AsyncProfile Profile, long Outside) Play(TraceBuilder trace)
    {
        var playback = new Playback(trace.Names);
        playback.Feed(MeteredLog.Of(trace.Log));
        AsyncProfile profile = playback.Finish().Profile;
        return (profile, playback.Stitcher.Counts.OutsideUse.AllocatedBytes);
    }
}
