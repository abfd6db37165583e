using AsyncProf.Events;
using AsyncProf.Testing;
using AsyncProf.Testing.Scenarios;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>Nothing that has ended is kept: shapes that once were, each by a reference of its own.</summary>
public class StitcherMemoryTests
{
    private readonly NameTable _names = new();
    private readonly Playback _playback;
    private long _now;
    private int _id;

    public StitcherMemoryTests() => _playback = new Playback(_names);

    [Fact]
    public void Unwrap_OfADelegate_LetsBothGo()
    {
        for (int i = 0; i < 100; i++)
        {
            int run = ++_id, unwrap = ++_id, inner = ++_id, awaiter = ++_id;
            Play(
                AsyncEvent.OperationBegin(0, run, _names.Intern("Task: <Work>b__0_0")),
                AsyncEvent.TaskScheduled(0, run),
                AsyncEvent.OperationBegin(0, unwrap, _names.Intern("Task.Unwrap")),
                Begin("P", awaiter),
                AsyncEvent.WaitBegin(0, unwrap, awaiter, WaitBehavior.Asynchronous),
                AsyncEvent.WorkBegin(1, run, TaskWork.Execution),
                Begin("Inner", inner),
                AsyncEvent.ContinuationScheduled(0, ++_id),
                AsyncEvent.WorkEnd(0, TaskWork.Execution),
                AsyncEvent.OperationEnd(0, run, OperationStatus.Completed),
                AsyncEvent.WorkBegin(1, inner, TaskWork.Execution),
                AsyncEvent.OperationEnd(1, inner, OperationStatus.Completed),
                AsyncEvent.WorkBegin(0, inner, TaskWork.CompletionNotification),
                AsyncEvent.Relation(0, unwrap, TaskRelation.All),
                AsyncEvent.OperationEnd(0, unwrap, OperationStatus.Completed),
                AsyncEvent.WorkBegin(0, unwrap, TaskWork.CompletionNotification),
                AsyncEvent.WorkBegin(0, awaiter, TaskWork.Execution),
                AsyncEvent.OperationEnd(1, awaiter, OperationStatus.Completed),
                AsyncEvent.WorkEnd(0, TaskWork.Execution),
                AsyncEvent.WorkEnd(0, TaskWork.CompletionNotification),
                AsyncEvent.WorkEnd(0, TaskWork.CompletionNotification),
                AsyncEvent.WorkEnd(0, TaskWork.Execution));
        }

        AssertEmpty();
    }

    [Fact]
    public void Continuations_InAQueueThatNeverRunsEmpty_LetTheirPastGo()
    {
        int before = ++_id;
        Play(Begin("First", before));
        for (int i = 0; i < 500; i++)
        {
            int next = ++_id;
            Play(
                AsyncEvent.OperationBegin(0, next, _names.Intern("Task.ContinueWith: Log")),
                AsyncEvent.WorkBegin(1, before, TaskWork.Execution),
                AsyncEvent.WorkEnd(1, TaskWork.Execution),
                AsyncEvent.OperationEnd(0, before, OperationStatus.Completed),
                AsyncEvent.WorkBegin(0, before, TaskWork.CompletionNotification),
                AsyncEvent.Relation(0, next, TaskRelation.Continuation),
                AsyncEvent.TaskScheduled(0, next),
                AsyncEvent.WorkEnd(0, TaskWork.CompletionNotification));
            before = next;
            _now += 20;
        }

        Assert.InRange(_playback.Stitcher.Store.Operations.Count, 1, 20);
    }

    [Fact]
    public void Entries_OfOneOpenerStoppedInAnyOrder_LeaveNoneOpen()
    {
        int loop = ++_id;
        Play(Begin("Loop", loop), AsyncEvent.ContinuationScheduled(0, ++_id), AsyncEvent.WorkBegin(1, loop, TaskWork.Execution));
        Play([.. Enumerable.Range(1, 3).Select(key => AsyncEvent.EntryStart(1, key, EntryFlags.Request))]);
        _playback.Stitcher.Snapshot(_now);
        foreach (int key in (int[])[2, 1, 3])
            Play(AsyncEvent.EntryStop(1, key, _names.Intern("GET /"), EntryFlags.Request));
        Play(AsyncEvent.OperationEnd(1, loop, OperationStatus.Completed), AsyncEvent.WorkEnd(0, TaskWork.Execution));

        AssertEmpty();
    }

    [Fact]
    public void Entries_ThatRepeatAKeyOrNeverStop_DoNotStay()
    {
        int loop = ++_id;
        Play(Begin("Loop", loop), AsyncEvent.ContinuationScheduled(0, ++_id), AsyncEvent.WorkBegin(1, loop, TaskWork.Execution));
        for (int i = 0; i < 10; i++)
            Play(AsyncEvent.EntryStart(1, 7, EntryFlags.Request));

        Assert.Equal(1, _playback.Stitcher.Store.Entries.Count);
    }

    [Fact]
    public void Request_BegunOnABareThread_StopsWithTheServersOwnEntryAround()
    {
        // HTTP/2: the server's own event, then the activity, both before the stream's loop is an operation; the loop ends after its request.
        ProfileReading profile = Replay();

        Assert.Equal(["GET /", "ProcessRequests"], profile.Roots);
        Assert.Equal(RootKind.Operation, Assert.Single(profile.Profile.Roots, root => root.Name == "ProcessRequests").Kind);
        Assert.Equal(0, _playback.Stitcher.Store.Entries.Count);
        Assert.Equal(0, _playback.Stitcher.Store.Operations.Count);

        ProfileReading Replay()
        {
            int loop = ++_id;
            Play(
                AsyncEvent.RequestStart(0, _names.Intern("GET /x")),
                AsyncEvent.EntryStart(0, 1, EntryFlags.Request),
                Begin("ProcessRequests", loop),
                AsyncEvent.ContinuationScheduled(0, ++_id),
                AsyncEvent.WorkBegin(5, loop, TaskWork.Execution),
                AsyncEvent.EntryStop(2, 1, _names.Intern("GET /"), EntryFlags.Request),
                AsyncEvent.RequestStop(0),
                AsyncEvent.OperationEnd(1, loop, OperationStatus.Completed),
                AsyncEvent.WorkEnd(0, TaskWork.Execution));
            return _playback.Finish();
        }
    }

    [Fact]
    public void NestedEntries_AndASnapshotBetween_ChargeTheOuterOnce()
    {
        int loop = ++_id;
        Play(
            Begin("Loop", loop),
            AsyncEvent.ContinuationScheduled(0, ++_id),
            AsyncEvent.WorkBegin(10, loop, TaskWork.Execution),
            AsyncEvent.EntryStart(10, 1, EntryFlags.Request),
            AsyncEvent.EntryStart(30, 2, EntryFlags.Request));
        _playback.Stitcher.Snapshot(_now + 20);
        _now += 20;
        Play(
            AsyncEvent.EntryStop(10, 2, _names.Intern("inner"), EntryFlags.Request),
            AsyncEvent.EntryStop(5, 1, _names.Intern("outer"), EntryFlags.Request),
            AsyncEvent.OperationEnd(5, loop, OperationStatus.Completed));
        ProfileReading profile = _playback.Finish();

        profile.Operation("inner").Wall(30).ElapsedTotal(30);
        profile.Operation("outer").Wall(65).ElapsedTotal(65).Awaits("(request)");
        Assert.Equal(10 + 10 + 65 + 5, ProfileReading.Ticks(profile.Stack("Loop").ElapsedTotal.TotalNs));
    }

    [Fact]
    public void EntryThatNeverStops_IsGivenUpWhenMemoryRunsShort()
    {
        var playback = new Playback(_names, new PlaybackBounds(Intervals: 100));
        var simulator = new Simulator(_names);
        long next = 100;
        int most = 0;
        foreach (LoggedEvent logged in simulator.Play(simulator.Method("Socket", Endless(simulator))))
        {
            if (logged.Event.Timestamp > next)
            {
                playback.Stitcher.Snapshot(next);
                next += 100;
                most = Math.Max(most, playback.Stitcher.Store.Intervals.Count);
            }

            playback.Feed([logged]);
        }

        Assert.InRange(most, 1, 300);
        Assert.Equal(1, playback.Stitcher.Counts.EntriesGivenUp);

        static IEnumerable<Step> Endless(Simulator s)
        {
            yield return new Step.Mark(true, 1, "GET /socket");
            for (int i = 0; i < 2_000; i++)
                yield return new Step.Await(s.Method("Receive", Receive(s)));
        }

        static IEnumerable<Step> Receive(Simulator s)
        {
            yield return new Step.Await(s.Delay(1));
        }
    }

    [Fact]
    public void JoinAwaitedAfterItHadEnded_LeavesItsChildrenUnderTheirSpawner()
    {
        ProfileReading profile = Playback.Of(s => s.Method("P", Body(s)));

        Assert.Equal(["P"], profile.Roots);
        profile.Operation("A").Calls(1).TaskSelf(2).ElapsedTotal(0);

        static IEnumerable<Step> Body(Simulator s)
        {
            yield return new Step.Yield();
            SimTask a = ScenarioPrograms.Sleep(s, "A", 2);
            yield return new Step.Start(a);
            SimTask join = s.WhenAll(a);
            yield return new Step.Start(join);
            yield return new Step.Await(s.Delay(100));
            yield return new Step.Await(join);
        }
    }

    /// <summary>Plays events whose times are differences to the one before, on one thread.</summary>
    private void Play(params AsyncEvent[] events)
    {
        foreach (AsyncEvent e in events)
        {
            AsyncEvent at = e;
            at.Timestamp = _now += e.Timestamp;
            _playback.Feed([new LoggedEvent(1, at)]);
        }
    }

    private AsyncEvent Begin(string name, int id) => AsyncEvent.OperationBegin(0, id, _names.Intern($"Async: <{name}>d__0"));

    private void AssertEmpty()
    {
        _playback.Stitcher.Finish(_now + 1_000);
        Assert.Equal(0, _playback.Stitcher.Store.Operations.Count);
        Assert.Equal(0, _playback.Stitcher.Store.Intervals.Count);
        Assert.Equal(0, _playback.Stitcher.Store.Entries.Count);
        Assert.Equal(0, _playback.Stitcher.Pending);
    }
}
