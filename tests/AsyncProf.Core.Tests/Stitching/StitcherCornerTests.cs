using AsyncProf.Events;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Tests.Stitching;

/// <summary>What a fresh pair of eyes once found wrong.</summary>
public class StitcherCornerTests
{
    [Fact]
    public void Yield_LongAfterACallThatHasEndedSince_IsTheCallers()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("P").Yields()
            .At(2).Runs("P").At(3).Begins("B")
            .On(2).At(5).Runs("B").At(15).Ends("B").Leaves()
            .On(1).At(17).Yields().Leaves()
            .At(20).Runs("P").Ends("P").Leaves()
            .At(100).Begins("Later")
            .Play();

        profile.Operation("B").Calls(1).Waiting(2).Running(10).Ready(0);
        profile.Operation("P").Ready(1 + 3);
        Assert.Equal(0, profile.Profile.Recording.IllegalTransitions);
    }

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
    public void GiveUp_OfDelegatesAndTheirUnwraps_FreesBoth()
    {
        var trace = new TraceBuilder();
        var playback = new Playback(trace.Names, new PlaybackBounds(Operations: 100));
        for (int i = 0; i < 200; i++)
            trace.At(i + 1).Makes($"D{i}", "Task: x").Queues($"D{i}").Makes($"U{i}", "Task.Unwrap");
        for (int i = 0; i < 50; i++)
            trace.At(1000 + i).Begins($"M{i}").Runs($"M{i}").Ends($"M{i}").Leaves();
        playback.Feed(trace.Log);

        Assert.InRange(playback.Stitcher.Store.Operations.Count, 0, 101);
        Assert.Equal(0, playback.Stitcher.Counts.BegunBefore);
    }

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
    public void Nonsense_ThatOnceWentRoundInCircles_Ends() => new TraceBuilder()
        .At(1).Makes("I", "Async: <Items>d__0")
        .On(2).Awaits("6", "4")
        .On(1).Runs("I").Yields().Awaits("4", "6").Awaits("2", "4").Runs("I")
        .On(3).Awaits("I", "2")
        .Play();

    [Fact]
    public void Join_ThatNobodyHasAwaitedYet_LosesNoneOfItsEndedChildren()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("P").Yields()
            .At(2).Runs("P").Begins("A").Begins("B").Makes("J", "Task.WhenAll").Makes("D", "Task.Delay").Awaits("P", "D").Leaves()
            .On(2).At(12).Runs("A").Ends("A").Completes("A").Joins("J").Leaves().Leaves()
            .At(101).Begins("Later")
            .Play();

        profile.Operation("A").Calls(1).Wall(10);
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
    public void AwaitedBeforeItWasSeenToRun_IsItsAwaitersChild()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("P").Awaits("P", "X")
            .On(2).At(11).Runs("X").At(13).Ends("X").Completes("X").Runs("P").At(14).Ends("P").Leaves().Leaves().Leaves()
            .Play();

        Assert.Equal(["P"], profile.Roots);
        profile.Operation("P").Awaits("(begun before recording)");
    }

    [Fact]
    public void AwaitedBeforeItWasSeenToAwait_IsItsAwaitersChild()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("P").Awaits("P", "X")
            .On(2).At(5).Begins("Y").Awaits("X", "Y")
            .At(15).Runs("Y").Ends("Y").Completes("Y").Runs("X").Ends("X").Completes("X").Runs("P").Ends("P").Leaves().Leaves().Leaves().Leaves().Leaves()
            .Play();

        Assert.Equal(["P"], profile.Roots);
        Assert.Equal(10, ProfileReading.Ticks(profile.Stack("P", "(begun before recording)", "Y").ElapsedTotal.TotalNs));
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

    [Fact]
    public void ManyPooledMethods_ThatAwaitOneTask_AllEndWithIt()
    {
        TraceBuilder trace = new TraceBuilder().At(1).Begins("Gate");
        for (int i = 0; i < 100; i++)
            trace.SomebodyAwaits("Gate");
        ProfileReading profile = trace.At(11).Runs("Gate").Ends("Gate").Completes("Gate").Leaves().Leaves().At(1000).Begins("Later").Play();

        profile.Operation("(pooled async method)").Calls(100).Running(0).Ready(0).Wall(1000);
    }

    [Fact]
    public void ContinuationInlinedInAScheduler_LendsTheThreadBelow()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("Q").Awaits("Q", "T").Begins("P").Yields()
            .At(2).Runs("P").At(3).Completes("T").Queues("C").Runs("C").Runs("Q").At(13).Ends("Q").Leaves().Leaves().Leaves()
            .At(14).Ends("P").Leaves()
            .Play();

        profile.Operation("P").Running(2).Ready(1 + 10).Awaits("(inlined Q)");
        profile.Operation("Q").Running(10);
    }

    [Fact]
    public void TaskIdZero_IsNobodys()
    {
        var names = new NameTable();
        var playback = new Playback(names, new PlaybackBounds(Operations: 100));
        for (int i = 1; i <= 1000; i++)
            playback.Feed([new(1, AsyncEvent.OperationBegin(i, 0, names.Intern("Async: <P>d__0")))]);

        Assert.Equal(0, playback.Stitcher.Store.Operations.Count);
        Assert.Equal(1000, playback.Stitcher.Counts.Unmatched);
    }

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

    [Fact]
    public void OneTaskIdThreeTimes_ComesBackToTheOldest()
    {
        var trace = new TraceBuilder();
        int id = trace.Id("Old");
        var log = new List<LoggedEvent>();
        foreach ((string name, long time) in (IEnumerable<(string, long)>)[("Old", 1), ("Middle", 5), ("New", 10)])
            log.Add(new(1, AsyncEvent.OperationBegin(time, id, trace.Names.Intern($"Async: <{name}>d__0"))));
        foreach (long time in (long[])[20, 40, 60])
        {
            log.Add(new(1, AsyncEvent.WorkBegin(time, id, TaskWork.Execution)));
            log.Add(new(1, AsyncEvent.OperationEnd(time + 1, id, OperationStatus.Completed)));
            log.Add(new(1, AsyncEvent.WorkEnd(time + 1, TaskWork.Execution)));
        }

        ProfileReading profile = Playback.Of(trace.Names, log);
        profile.Operation("New").Calls(1).Wall(11);
        profile.Operation("Middle").Calls(1).Wall(36);
        profile.Operation("Old").Calls(1).Wall(60);
    }
}
