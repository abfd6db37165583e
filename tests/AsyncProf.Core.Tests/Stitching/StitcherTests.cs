using AsyncProf.Events;
using AsyncProf.Stitching.Records;
using AsyncProf.Testing;
using AsyncProf.Testing.Scenarios;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Stitching;

public class StitcherTests
{
    private readonly NameTable _names = new();

    [Fact]
    public void Process_BegunBeforeTheRecording_IsNamelessAndCounted()
    {
        ProfileReading profile = new TraceBuilder().At(10).Runs("P").At(15).Ends("P").Leaves().Play();

        Assert.Equal(1, profile.Counts.BegunBefore);
        profile.Operation("(begun before recording)").Calls(0, outermost: 0).Running(5);
    }

    [Fact]
    public void Process_UnknownAwaitable_IsWaitingUnderItsLeafFromThe18()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("P").Yields()
            .At(3).Runs("P").At(6).Leaves()
            .At(26).Runs("P").At(27).Ends("P").Leaves()
            .Play();

        profile.Operation("P").Wall(26).Ready(2).Running(4).Waiting(20).Awaits("await (unknown)");
        Assert.Equal(1, profile.Counts.UnknownAwaits);
        Assert.Equal(0, profile.Profile.Recording.IllegalTransitions);
    }

    [Fact]
    public void Process_AlreadyCompletedAwaited_IsReadyAtOnce()
    {
        // F2: 10 followed by 12 with originating = X says that X had completed; no record of X is needed.
        ProfileReading profile = new TraceBuilder().At(1).Begins("P").Awaits("P", "X").GoesOnAfter("X").At(9).Runs("P").At(10).Ends("P").Leaves().Play();

        profile.Operation("P").Ready(8).Waiting(0).Running(1);
    }

    [Fact]
    public void Process_AwaitToldAfterTheEndItRacedWith_IsStillAnEdge()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("X")
            .At(11).Runs("X").At(13).Ends("X").Leaves()
            .At(14).Begins("P").Awaits("P", "X")
            .At(15).Runs("P").At(16).Ends("P").Leaves()
            .Play();

        Assert.Equal(["P"], profile.Roots);
        profile.Operation("P").Awaits("X").Ready(1);
        profile.Operation("X").TaskSelf(12).ElapsedTotal(0);
    }

    [Fact]
    public void Process_SynchronousFaultAndStrayEnds_AreIgnored()
    {
        ProfileReading profile = new TraceBuilder().At(1).Ends("Failed at once", OperationStatus.Error).At(2).Leaves().At(3).Joins("Unknown").Play();

        Assert.Empty(profile.Roots);
        Assert.Equal(1, profile.Counts.Unmatched);
    }

    [Fact]
    public void Process_Gap_SuspendsWhatRanAndInfersNothing()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("P").Yields().Runs("P")
            .At(11).Gap()
            .At(13).Leaves()
            .At(21).Runs("P").At(22).Ends("P").Leaves()
            .Play();

        Assert.Equal(1, profile.Counts.Gaps);
        profile.Operation("P").Wall(21).Running(11).Waiting(10);
    }

    [Fact]
    public void Process_TaskIdInUseAgain_SetsTheOlderAsideUntilTheNewerIsOver()
    {
        // Ids come again after 2^32. Old waits; New begins, runs and ends under the same id; then Old goes on.
        var trace = new TraceBuilder();
        int id = trace.Id("Old");
        trace.At(1).Begins("Old");
        List<LoggedEvent> log = [.. trace.Log];
        log.Add(new(1, AsyncEvent.OperationBegin(10, id, trace.Names.Intern("Async: <New>d__0"))));
        log.Add(new(1, AsyncEvent.WorkBegin(12, id, TaskWork.Execution)));
        log.Add(new(1, AsyncEvent.OperationEnd(13, id, OperationStatus.Completed)));
        log.Add(new(1, AsyncEvent.WorkEnd(13, TaskWork.Execution)));
        log.Add(new(1, AsyncEvent.WorkBegin(40, id, TaskWork.Execution)));
        log.Add(new(1, AsyncEvent.OperationEnd(41, id, OperationStatus.Completed)));
        ProfileReading profile = Playback.Of(trace.Names, log);

        profile.Operation("Old").Calls(1).Wall(40).Running(1);
        profile.Operation("New").Calls(1).Wall(3).Running(1);
        Assert.Equal((1, 0), (profile.Counts.Shelved, profile.Counts.BegunBefore));
    }

    [Fact]
    public void Process_YieldThatGoesOnInABracket_WasSomebodyElses()
    {
        // P's callee yields where nothing is told, then awaits X: P goes on in the bracket of X.
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("P").Yields()
            .At(2).Runs("P").At(3).Yields().Leaves()
            .On(2).At(5).Begins("X").SomebodyAwaits("X")
            .On(3).At(15).Runs("X").Ends("X").Completes("X").Runs("P").Ends("P").Leaves().Leaves().Leaves()
            .Play();

        Assert.Equal(1, profile.Counts.WrongYields);
        profile.Operation("P").Ready(1).Waiting(2).Awaits("(pooled async method)");
        profile.Operation("(pooled async method)").ElapsedTotal(10).Awaits("X");
    }

    [Fact]
    public void Process_WhatTheStateMachineForbids_IsCountedByKindAndTaken()
    {
        var trace = new TraceBuilder().At(1).Begins("P").Yields().At(5).Awaits("P", "X").At(6).Ends("P");
        var playback = new Playback(trace.Names);
        playback.Feed(trace.Log.Append(new LoggedEvent(1, AsyncEvent.WorkBegin(7, trace.Id("P"), TaskWork.Execution))));
        playback.Finish();

        Assert.Equal(0, playback.Stitcher.Transitions.Illegal(OperationState.Ended, OperationState.Running));

        playback = new Playback(trace.Names);
        playback.Feed(new TraceBuilder().At(1).Begins("P").Yields().Ends("P").Log);
        Assert.Equal(1, playback.Stitcher.Transitions.Illegal(OperationState.Yielded, OperationState.Ended));
        Assert.Equal(1, playback.Stitcher.Transitions.IllegalCount);
    }

    [Fact]
    public void Process_CompletionsThirtyThousandDeep_ConservesWithoutOverflow()
    {
        const int Depth = 30_000;
        ProfileReading profile = Playback.Of(s => Chain(s, Depth));

        profile.Operation("Deep").Calls(Depth, outermost: 1).Wall(10).Waiting(10);

        static SimTask Chain(Simulator s, int levels)
        {
            SimTask task = s.Method("Deep", Delay(s));
            for (int i = 1; i < levels; i++)
                task = s.Method("Deep", Await(task));
            return task;
        }

        static IEnumerable<Step> Delay(Simulator s)
        {
            yield return new Step.Await(s.Delay(10));
        }

        static IEnumerable<Step> Await(SimTask inner)
        {
            yield return new Step.Await(inner);
        }
    }

    [Fact]
    public void Process_ManyEndedPrograms_LeavesNothingBehind()
    {
        var simulator = new Simulator(_names);
        var playback = new Playback(_names);
        playback.Feed(simulator.Play(simulator.Method("Loop", Loop(simulator))));
        playback.Stitcher.Finish(1_000_000);

        Assert.Equal(0, playback.Stitcher.Pending);
        Assert.Equal(0, playback.Stitcher.Store.Operations.Count);
        Assert.Equal(0, playback.Stitcher.Store.Intervals.Count);
        Assert.Equal(0, playback.Stitcher.Store.Entries.Count);

        static IEnumerable<Step> Loop(Simulator s)
        {
            for (int i = 0; i < 200; i++)
            {
                yield return new Step.Mark(true, i + 1, "GET /");
                SimTask[] tasks = [ScenarioPrograms.Sleep(s, "A", 3), ScenarioPrograms.Sleep(s, "B", 5), s.Run("D", Burn())];
                foreach (SimTask task in tasks)
                    yield return new Step.Start(task);
                yield return new Step.Await(i % 2 == 0 ? s.WhenAll(tasks) : s.WhenAny(tasks));
                yield return new Step.Start(ScenarioPrograms.Sleep(s, "Forgotten", 7));
                yield return new Step.Mark(false, i + 1, "GET /");
                yield return new Step.Await(s.Delay(2));
            }
        }

        static IEnumerable<Step> Burn()
        {
            yield return new Step.Burn(1);
        }
    }

    [Fact]
    public void Snapshot_OfAnOpenRoot_ChargesEachPartOnceAndKeepsLittle()
    {
        var simulator = new Simulator(_names);
        IReadOnlyList<LoggedEvent> log = simulator.Play(simulator.Method("Worker", Work(simulator)));
        var playback = new Playback(_names);
        int most = 0;
        long next = 100;
        foreach (LoggedEvent logged in log)
        {
            if (logged.Event.Timestamp >= next)
            {
                playback.Stitcher.Snapshot(next);
                next += 100;
                most = Math.Max(most, playback.Stitcher.Store.Intervals.Count);
            }

            playback.Feed([logged]);
        }

        ProfileReading profile = playback.Finish();
        profile.Operation("Worker").TaskTotal(10_000).ElapsedTotal(10_000);
        profile.Operation("Item").Calls(1_000).Wall(10_000);
        Assert.InRange(most, 1, 200);

        static IEnumerable<Step> Work(Simulator s)
        {
            for (int i = 0; i < 1_000; i++)
                yield return new Step.Await(s.Method("Item", Item(s)));
        }

        static IEnumerable<Step> Item(Simulator s)
        {
            yield return new Step.Await(s.Delay(10));
        }
    }
}
