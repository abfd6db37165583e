using AsyncProf.Events;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>No operation is its own ancestor, whatever the events say.</summary>
public class CycleTests
{
    [Fact]
    public void BlockWithATimeout_ThatLeavesACycleOfParents_LosesNothing()
    {
        // A blocks on X and gives up; X awaits Z, Z awaits W, and W now awaits A.
        TraceBuilder trace = new TraceBuilder()
            .At(1).Begins("A").Yields()
            .At(2).Runs("A").Makes("D", "Task.Delay").Begins("W").Awaits("W", "D").Begins("Z").Awaits("Z", "W").Begins("X").Awaits("X", "Z")
            .At(3).Blocks("X").At(10).Makes("E", "Task.Delay").Awaits("A", "E").Leaves()
            .On(2).At(20).Completes("D").Runs("W").At(21).Awaits("W", "A").Leaves().Leaves()
            .On(3).At(60).Completes("E").Runs("A").At(61).Ends("A").Completes("A")
            .Runs("W").Ends("W").Completes("W").Runs("Z").Ends("Z").Completes("Z").Runs("X").Ends("X").Leaves().Leaves().Leaves().Leaves().Leaves().Leaves().Leaves();
        var playback = new Playback(trace.Names);
        playback.Feed(trace.Log);
        ProfileReading profile = playback.Finish();

        profile.Operation("A").Calls(1).Wall(60);
        profile.Operation("W").Calls(1);
        Assert.Contains("A", profile.Roots);
        Assert.Equal(0, playback.Stitcher.Store.Operations.Count);
    }

    [Fact]
    public void Operation_ResumedInItsOwnBracket_IsNotItsOwnParent()
    {
        ProfileReading profile = new TraceBuilder().At(1).Begins("P").At(5).Completes("P").Runs("P").At(6).Ends("P").Leaves().Leaves().Play();

        profile.Operation("P").Calls(1).Wall(5);
    }

    [Fact]
    public void Owner_ThatHasEndedInItsSegment_IsNotItsOwnChild()
    {
        TraceBuilder trace = new();
        List<LoggedEvent> log = [new(1, AsyncEvent.EntryStart(1, 9, EntryFlags.Request))];
        trace.At(3).Begins("P").Yields().On(2).At(10).Runs("P").At(12).Ends("P").Completes("P");
        log.AddRange(trace.Log);
        log.Add(new(2, AsyncEvent.EntryStop(14, 9, trace.Names.Intern("GET /"), EntryFlags.Request)));
        ProfileReading profile = Playback.Of(trace.Names, log);

        profile.Operation("GET /").Wall(13).TaskTotal(13);
        Assert.DoesNotContain(profile.Stack("GET /").Children, child => child.Name == "P");
    }

    [Fact]
    public void Awaits_ThatGoRoundInCircles_End() => new TraceBuilder()
        .At(1).Makes("I", "Async: <Items>d__0")
        .On(2).Awaits("6", "4")
        .On(1).Runs("I").Yields().Awaits("4", "6").Awaits("2", "4").Runs("I")
        .On(3).Awaits("I", "2")
        .Play();
}
