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
}
