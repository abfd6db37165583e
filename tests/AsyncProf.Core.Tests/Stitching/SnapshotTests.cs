using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>Looking at a recording that goes on decides what can be decided and forgets nothing.</summary>
public class SnapshotTests
{
    [Fact]
    public void Advance_WithoutAnyFurtherEvent_DecidesWhatHasEnded()
    {
        TraceBuilder trace = new TraceBuilder().At(1).Begins("P").Yields().At(2).Runs("P").At(3).Ends("P").Leaves();
        var playback = new Playback(trace.Names);
        playback.Feed(trace.Log);

        playback.Stitcher.Advance(8);
        Assert.Empty(playback.Trees.Roots);
        playback.Stitcher.Advance(9);

        Assert.Single(playback.Trees.Roots);
        Assert.Equal(0, playback.Stitcher.Store.Operations.Count);
    }

    [Fact]
    public void Snapshot_AtTheMomentARootBegins_ForgetsNothingUncharged()
    {
        TraceBuilder trace = new TraceBuilder().At(1).Begins("A").Awaits("A", "T").At(100).Begins("P").Awaits("P", "A");
        var playback = new Playback(trace.Names);
        playback.Feed(trace.Log);
        playback.Stitcher.Snapshot(100);
        int before = trace.Log.Count;
        trace.At(150).Completes("T").Runs("A").Ends("A").Completes("A").Runs("P").Ends("P").Leaves().Leaves().Leaves().Leaves();
        playback.Feed(trace.Log.Skip(before));

        playback.Finish().Operation("A").TaskSelf(149);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Snapshot_WhileARequestRunsThatAnEarlierOperationBegan_ForgetsNothingOfIt(bool looks)
    {
        // Server had suspended before the recording: that it runs is seen only when it suspends again, after the request has started in it.
        TraceBuilder trace = new TraceBuilder().At(1).Starts(7).Makes("delay", "Task.Delay").At(5).Awaits("Server", "delay");
        var playback = new Playback(trace.Names);
        Play(trace.At(20).Ends("delay").Completes("delay").Runs("Server").At(23).Makes("delay 2", "Task.Delay").Awaits("Server", "delay 2").Leaves().Leaves());
        if (looks)
            playback.Stitcher.Snapshot(30);
        Play(trace.At(50).Ends("delay 2").Completes("delay 2").Runs("Server").At(52).Makes("delay 3", "Task.Delay").Begins("A").Awaits("A", "delay 3").Awaits("Server", "A").Leaves().Leaves());
        if (looks)
            playback.Stitcher.Snapshot(60);
        Play(trace.At(70).Ends("delay 3").Completes("delay 3").Runs("A").At(71).Ends("A").Completes("A").Runs("Server").At(74).Stops(7, "GET /").At(75).Awaits("Server", "more").Leaves().Leaves().Leaves().Leaves());

        AsyncProfile profile = playback.Finish().Profile;
        RootRow request = Assert.Single(profile.Roots, root => root.Name == "GET /");
        TimeByState times = Assert.Single(profile.Tree.Children, child => child.Name == "GET /").ElapsedTotal;
        Assert.Equal((1, 73), (request.Count, request.ElapsedNs / 1_000_000));
        Assert.Equal((4 + 3 + 2 + 1 + 3, 15 + 27 + 18), (times.RunningNs / 1_000_000, times.WaitingNs / 1_000_000));

        void Play(TraceBuilder more)
        {
            playback.Feed(more.Log.Skip(_played));
            _played = more.Log.Count;
        }
    }

    private int _played;
}
