using AsyncProf.Events;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>Events that no runtime sends cost neither the clock nor time.</summary>
public class MalformedLogTests
{
    [Fact]
    public void FirstTimeFarInThePast_DoesNotStopTheClock()
    {
        TraceBuilder trace = new TraceBuilder().At(long.MinValue + 1).Leaves().At(1).Begins("P").At(6).Runs("P").Ends("P").Leaves();

        trace.Play().Operation("P").Wall(5);
    }

    [Fact]
    public void EndsThatMatchNothing_CostNoLookThroughTheStack()
    {
        var names = new NameTable();
        var playback = new Playback(names);
        for (int i = 1; i <= 200_000; i++)
            playback.Feed([new(1, AsyncEvent.WorkBegin(i, i, TaskWork.ProgressNotification))]);
        for (int i = 1; i <= 200_000; i++)
            playback.Feed([new(1, AsyncEvent.WorkEnd(200_000 + i, TaskWork.Execution))]); // would take minutes

        Assert.Equal(200_000, playback.Stitcher.Counts.Unmatched);
    }
}
