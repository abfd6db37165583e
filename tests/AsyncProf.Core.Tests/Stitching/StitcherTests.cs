using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Tests.Stitching;

public class StitcherTests
{
    private readonly NameTable _names = new();

    [Fact]
    public void Process_BegunBeforeTheRecording_IsNamelessAndCounted()
    {
        ProfileReading profile = Play(
            AsyncEvent.WorkBegin(10, 7, TaskWork.Execution),
            AsyncEvent.OperationEnd(15, 7, OperationStatus.Completed),
            AsyncEvent.WorkEnd(15, TaskWork.Execution));

        Assert.Equal(1, profile.Counts.BegunBefore);
        profile.Operation("(begun before recording)").Calls(0, outermost: 0).Running(5);
    }

    [Fact]
    public void Process_UnknownAwaitable_IsWaitingUnderItsLeafFromThe18()
    {
        ProfileReading profile = Play(
            Begin(0, 1, "P"),
            AsyncEvent.ContinuationScheduled(0, 99),
            AsyncEvent.WorkBegin(2, 1, TaskWork.Execution),
            AsyncEvent.WorkEnd(5, TaskWork.Execution),
            AsyncEvent.WorkBegin(25, 1, TaskWork.Execution),
            AsyncEvent.OperationEnd(26, 1, OperationStatus.Completed),
            AsyncEvent.WorkEnd(26, TaskWork.Execution));

        profile.Operation("P").Wall(26).Ready(2).Running(4).Waiting(20).Awaits("⧗ unknown awaitable");
        Assert.Equal(1, profile.Counts.UnknownAwaits);
        Assert.Equal(0, profile.Profile.Recording.IllegalTransitions);
    }

    [Fact]
    public void Process_AlreadyCompletedAwaited_IsReadyAtOnce()
    {
        // F2: 10 followed by 12 with originating = X says that X had completed; no record of X is needed.
        ProfileReading profile = Play(
            Begin(0, 1, "P"),
            AsyncEvent.WaitBegin(0, 50, 1, WaitBehavior.Asynchronous),
            AsyncEvent.ContinuationScheduled(0, 99, originatingTaskId: 50),
            AsyncEvent.WorkBegin(8, 1, TaskWork.Execution),
            AsyncEvent.OperationEnd(9, 1, OperationStatus.Completed));

        profile.Operation("P").Ready(8).Waiting(0).Running(1);
    }

    [Fact]
    public void Process_AwaitToldAfterTheEndItRacedWith_IsStillAnEdge()
    {
        ProfileReading profile = Play(
            Begin(0, 1, "X"),
            AsyncEvent.WorkBegin(10, 1, TaskWork.Execution),
            AsyncEvent.OperationEnd(12, 1, OperationStatus.Completed),
            AsyncEvent.WorkEnd(12, TaskWork.Execution),
            Begin(13, 2, "P"),
            AsyncEvent.WaitBegin(13, 1, 2, WaitBehavior.Asynchronous),
            AsyncEvent.WorkBegin(14, 2, TaskWork.Execution),
            AsyncEvent.OperationEnd(15, 2, OperationStatus.Completed));

        Assert.Equal(["P"], profile.Roots);
        profile.Operation("P").Awaits("X").Ready(1);
        profile.Operation("X").TaskSelf(12).ElapsedTotal(0);
    }

    [Fact]
    public void Process_SynchronousFaultAndStrayEnds_AreIgnored()
    {
        ProfileReading profile = Play(
            AsyncEvent.OperationEnd(1, 77, OperationStatus.Error),
            AsyncEvent.WorkEnd(2, TaskWork.Execution),
            AsyncEvent.Relation(3, 12, TaskRelation.All));

        Assert.Empty(profile.Roots);
        Assert.Equal(1, profile.Counts.Unmatched);
    }

    [Fact]
    public void Process_Gap_SuspendsWhatRanAndInfersNothing()
    {
        ProfileReading profile = Play(
            Begin(0, 1, "P"),
            AsyncEvent.ContinuationScheduled(0, 99),
            AsyncEvent.WorkBegin(0, 1, TaskWork.Execution),
            AsyncEvent.Gap(10),
            AsyncEvent.WorkEnd(12, TaskWork.Execution),
            AsyncEvent.WorkBegin(20, 1, TaskWork.Execution),
            AsyncEvent.OperationEnd(21, 1, OperationStatus.Completed));

        Assert.Equal(1, profile.Counts.Gaps);
        profile.Operation("P").Wall(21).Running(11).Waiting(10);
    }

    [Fact]
    public void Process_Iterator_IsAwaitedWhileItWorksAndIdleBetweenItems()
    {
        // Two items: each costs the iterator a delay of 10; the consumer works 5 on each.
        ProfileReading profile = Play(
            Begin(0, 3, "Task.Delay", isMethod: false),
            Begin(0, 2, "Iterator"),
            AsyncEvent.WaitBegin(0, 3, 2, WaitBehavior.Asynchronous),
            Begin(0, 1, "P"),
            AsyncEvent.WorkBegin(10, 3, TaskWork.CompletionNotification),
            AsyncEvent.WorkBegin(10, 2, TaskWork.Execution),
            AsyncEvent.WorkBegin(11, 1, TaskWork.Execution),
            Begin(16, 4, "Task.Delay", isMethod: false),
            AsyncEvent.WaitBegin(16, 4, 2, WaitBehavior.Asynchronous),
            AsyncEvent.WorkEnd(16, TaskWork.Execution),
            AsyncEvent.WorkEnd(16, TaskWork.Execution),
            AsyncEvent.WorkEnd(16, TaskWork.CompletionNotification),
            AsyncEvent.WorkBegin(26, 4, TaskWork.CompletionNotification),
            AsyncEvent.WorkBegin(26, 2, TaskWork.Execution),
            AsyncEvent.OperationEnd(27, 2, OperationStatus.Completed),
            AsyncEvent.WorkBegin(27, 1, TaskWork.Execution),
            AsyncEvent.OperationEnd(32, 1, OperationStatus.Completed));

        profile.Operation("P").Wall(32).Running(10).Waiting(0).Awaits("Iterator");
        profile.Operation("Iterator").Wall(22).Waiting(20).Running(2).ElapsedTotal(22);
        Assert.Equal(2, profile.Counts.InferredEdges);
    }

    [Fact]
    public void Process_TaskRunOfAnAsyncLambda_IsOneCall()
    {
        // Task.Run(async () => ...): delegate 1, Unwrap 2, the lambda's own operation 3, as the TPL tells them.
        ProfileReading profile = Play(
            AsyncEvent.OperationBegin(0, 1, _names.Intern("Task: <Work>b__0_0")),
            AsyncEvent.TaskScheduled(0, 1),
            AsyncEvent.OperationBegin(0, 2, _names.Intern("Task.Unwrap")),
            Begin(0, 5, "P"),
            AsyncEvent.WaitBegin(0, 2, 5, WaitBehavior.Asynchronous),
            AsyncEvent.WorkBegin(3, 1, TaskWork.Execution),
            AsyncEvent.OperationBegin(4, 4, _names.Intern("Task.Delay")),
            AsyncEvent.OperationBegin(4, 3, _names.Intern("Async: <<Work>b__0_0>d")),
            AsyncEvent.WaitBegin(4, 4, 3, WaitBehavior.Asynchronous),
            AsyncEvent.WorkEnd(4, TaskWork.Execution),
            AsyncEvent.OperationEnd(4, 1, OperationStatus.Completed),
            AsyncEvent.WorkBegin(4, 1, TaskWork.CompletionNotification),
            AsyncEvent.WorkEnd(4, TaskWork.CompletionNotification),
            AsyncEvent.WorkBegin(14, 4, TaskWork.CompletionNotification),
            AsyncEvent.WorkBegin(14, 3, TaskWork.Execution),
            AsyncEvent.OperationEnd(16, 3, OperationStatus.Completed),
            AsyncEvent.WorkBegin(16, 3, TaskWork.CompletionNotification),
            AsyncEvent.Relation(16, 2, TaskRelation.All),
            AsyncEvent.OperationEnd(16, 2, OperationStatus.Completed),
            AsyncEvent.WorkBegin(16, 2, TaskWork.CompletionNotification),
            AsyncEvent.WorkBegin(16, 5, TaskWork.Execution),
            AsyncEvent.OperationEnd(17, 5, OperationStatus.Completed));

        profile.Operation("Work.lambda").Calls(1).Wall(16).Ready(3).Running(3).Waiting(10);
        profile.Operation("P").Wall(17).ElapsedSelf(1).Awaits("Work.lambda");
        Assert.Equal(["P"], profile.Roots);
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
                SimTask[] tasks = [s.Method("A", Sleep(s, 3)), s.Method("B", Sleep(s, 5)), s.Run("D", Burn())];
                foreach (SimTask task in tasks)
                    yield return new Step.Start(task);
                yield return new Step.Await(i % 2 == 0 ? s.WhenAll(tasks) : s.WhenAny(tasks));
                yield return new Step.Start(s.Method("Forgotten", Sleep(s, 7)));
                yield return new Step.Mark(false, i + 1, "GET /");
                yield return new Step.Await(s.Delay(2));
            }
        }

        static IEnumerable<Step> Sleep(Simulator s, long ticks)
        {
            yield return new Step.Await(s.Delay(ticks));
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

    private AsyncEvent Begin(long time, int id, string name, bool isMethod = true) =>
        AsyncEvent.OperationBegin(time, id, _names.Intern(isMethod ? $"Async: <{name}>d__0" : name));

    private ProfileReading Play(params AsyncEvent[] events) => Playback.Of(_names, events.Select(e => new LoggedEvent(1, e)));
}
