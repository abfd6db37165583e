using System.Diagnostics;
using AsyncProf.Building;
using AsyncProf.Capture;
using AsyncProf.Clocks;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Waits;

namespace AsyncProf.Runtime.Tests.Waits;

/// <summary>Waits that are told later than the events of their time, by another clock. One operation, P, runs from 10 ms to 50 ms.</summary>
public class WaitFeedTests
{
    private const int Task = 1;

    private const long Own = 99, Here = 7;

    private static readonly long Begin = 1000 * Stopwatch.Frequency;

    private static readonly DateTime Day = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly WaitQueue _queue = new();
    private readonly WaitFeed _feed = new();
    private readonly ChunkPool _pool = new(1 << 20);
    private readonly ProfileBuilder _builder;
    private readonly Stitcher _stitcher;
    private readonly CapturedThread<ThreadWork> _thread;

    public WaitFeedTests()
    {
        var names = new NameTable();
        var methods = new MethodTable(names, new MetadataIndex());
        _builder = new ProfileBuilder(names, methods, TickClock.Stopwatch);
        _stitcher = new AsyncEngine(names, methods, _builder, new StitcherLimits { GraceTicks = Stopwatch.Frequency / 200 }).Stitcher;
        _thread = ThreadOf(1, (ulong)Here);
        _feed.Open(_queue, new ClockAnchor(Begin, Day), Begin, Own);
        _stitcher.Process(_thread.State, AsyncEvent.OperationBegin(At(1), Task, names.Intern("Async: <P>d__0")));
        _stitcher.Process(_thread.State, AsyncEvent.WorkBegin(At(10), Task, TaskWork.Execution));
    }

    [Fact]
    public void RunTo_WaitsOfBeforeTheNextEvent_AreBlocked()
    {
        Tell(20, begins: true);
        Tell(35, begins: false);
        _feed.Collect([_thread], () => At(45));

        Assert.Equal(At(20), _feed.Next);
        Assert.Equal((25, 15), End());
        Assert.Equal((1, 0, 0), Counts);
    }

    [Theory]
    [InlineData(15, -1, 1)]
    [InlineData(15, 25, 1)]
    [InlineData(15, 18, 0)]
    [InlineData(45, -1, 0)]
    public void BeginWaits_WhereOneRunsOnForLong_CountsThatItMayHaveWaited(int since, int waits, int unmatched)
    {
        _stitcher.Snapshot(At(since));
        _stitcher.BeginWaits(_thread.State);
        if (waits > 0)
        {
            Tell(waits, begins: true);
            Tell(30, begins: false);
        }

        _feed.Collect([_thread], () => At(45));

        int blocked = waits > 0 ? 30 - waits : 0;
        Assert.Equal((40 - blocked, blocked), End());
        Assert.Equal((waits > 0 ? 1 : 0, 0, unmatched), Counts);
    }

    [Fact]
    public void RunTo_WaitsOfLater_StayUntilThen()
    {
        Tell(20, begins: true);
        Tell(60, begins: false);
        _feed.Collect([_thread], () => At(65));
        _feed.RunTo(At(30), _stitcher);

        Assert.Equal(At(60), _feed.Next);
    }

    [Fact]
    public void RunTo_TheEndOfTime_Ends()
    {
        Tell(20, begins: true);
        _feed.Collect([_thread], () => At(45));
        _feed.RunTo(long.MaxValue, _stitcher);

        Assert.Equal(long.MaxValue, _feed.Next);
        Assert.Equal((1, 0, 0), Counts);
    }

    [Fact]
    public void RunTo_WaitsThatComeTooLate_HappenWhenTheyCome()
    {
        _stitcher.Snapshot(At(30));
        Tell(20, begins: true);
        Tell(40, begins: false);
        _feed.Collect([_thread], () => At(45));

        Assert.Equal((30, 10), End());
    }

    [Fact]
    public void Collect_ThreadsOfOneNumber_MeansTheYoungest()
    {
        Tell(20, begins: true);
        Tell(35, begins: false);
        _feed.Collect([_thread, ThreadOf(2, (ulong)Here)], () => At(45));

        Assert.Equal((40, 0), End());
        Assert.Equal((0, 1, 0), Counts);
    }

    [Fact]
    public void Collect_WaitsOfItsOwnThread_AreNobodys()
    {
        Tell(20, begins: true, thread: Own);
        _feed.Collect([_thread], () => At(45));

        Assert.Equal(long.MaxValue, _feed.Next);
        Assert.Equal(At(20), _feed.Complete(At(45)));
    }

    [Theory]
    [InlineData(-500)]
    [InlineData(50)]
    public void Collect_TimesThatCannotBe_AreLost(int milliseconds)
    {
        Tell(milliseconds, begins: true);
        _feed.Collect([_thread], () => At(45));

        Assert.Equal((long.MaxValue, 1), (_feed.Next, _feed.Lost));
    }

    [Fact]
    public void Collect_WaitsOfBeforeTheBeginning_ArePassedOver()
    {
        Tell(-5, begins: true);
        _feed.Collect([_thread], () => At(45));

        Assert.Equal((long.MaxValue, 0), (_feed.Next, _feed.Lost));
    }

    /// <summary>To begin to listen takes the runtime some milliseconds, in which it tells already.</summary>
    [Fact]
    public void Collect_WaitsThatAreToldWhileItOpens_AreNotLost()
    {
        var listener = new MemoryStream();
        _feed.Open(queue =>
        {
            DateTime told = DateTime.UtcNow;
            queue.Add(new ToldWait(told, Here, 0, Begins: true));
            queue.Add(new ToldWait(told.AddMilliseconds(5), Here, 0, Begins: false));
            SpinWait.SpinUntil(() => DateTime.UtcNow > told.AddMilliseconds(10));
            return listener;
        });
        _feed.Collect([_thread], Stopwatch.GetTimestamp);

        Assert.Equal(0, _feed.Lost);
        Assert.NotEqual(long.MaxValue, _feed.Next);
        _feed.Close();
        Assert.False(listener.CanRead); // disposed
    }

    /// <summary>The thread that reads them is interrupted after it has looked at the clock.</summary>
    [Fact]
    public void Collect_WaitsThatComeMeanwhile_AreNotLost()
    {
        int now = 15;
        Tell(30, begins: true);
        Tell(34, begins: false);
        _feed.Collect([_thread], () => At(now += 10));
        Assert.Equal((At(30), 0), (_feed.Next, _feed.Lost));

        Tell(90, begins: true); // that cannot be
        _feed.Collect([_thread], () => At(now += 10));
        Assert.Equal(1, _feed.Lost);
    }

    [Fact]
    public void Collect_MoreThanThereIsRoomFor_KeepsThatAndCountsTheRest()
    {
        for (int i = 0; i < WaitQueue.Capacity + 5; i++)
            Tell(20, begins: true);
        _feed.Collect([_thread], () => At(45));
        for (int i = 0; i < WaitQueue.Capacity + 7; i++)
            Tell(21, begins: true);
        _feed.Collect([_thread], () => At(45));

        Assert.Equal(12, _feed.Lost);
        _feed.Close();
        Assert.Equal(12, _feed.Lost);
    }

    [Fact]
    public void Complete_BySomeTime_IsAsFarAsTheyHaveComeOrAreWaitedFor()
    {
        Assert.Equal(At(1000) - WaitFeed.LongestLag, _feed.Complete(At(1000)));
        Tell(900, begins: true);
        Assert.Equal(At(900), _feed.Complete(At(1000)));
        Assert.Equal(At(890), _feed.Complete(At(890)));
        Assert.Equal(At(2000) - WaitFeed.LongestLag, _feed.Complete(At(2000)));
        _feed.Close();
        Assert.Equal(long.MaxValue, _feed.Complete(At(2000)));
    }

    [Fact]
    public void Close_InAWait_HasTheThreadGoOn()
    {
        Tell(20, begins: true);
        Tell(40, begins: false);
        _feed.Collect([_thread], () => At(45));
        _feed.RunTo(At(30), _stitcher);
        _stitcher.Snapshot(At(30));
        _feed.Close();
        _stitcher.EndWaits(_thread.State);

        Assert.Equal((30, 10), End());
        Assert.Equal((1, 0, 0), Counts);
    }

    private (long InOperations, long Outside, long Unmatched) Counts => (_stitcher.Counts.HandleWaits, _stitcher.Counts.OutsideHandleWaits, _stitcher.Counts.UnmatchedHandleWaits);

    private static long At(int milliseconds) => Begin + (milliseconds * Stopwatch.Frequency / 1000);

    private void Tell(int milliseconds, bool begins, long thread = Here) => _queue.Add(new ToldWait(Day.AddMilliseconds(milliseconds), thread, 0, begins));

    /// <summary>P ends. Returns for how many milliseconds it ran and was blocked.</summary>
    private (long Running, long Blocked) End()
    {
        _feed.RunTo(At(50), _stitcher);
        _stitcher.Process(_thread.State, AsyncEvent.OperationEnd(At(50), Task, OperationStatus.Completed));
        _stitcher.Process(_thread.State, AsyncEvent.WorkEnd(At(50), TaskWork.Execution));
        _stitcher.Finish(At(60));
        MethodRow row = Assert.Single(_builder.Build(new RecordingInfo()).Methods, row => row.Method == "P");
        return (row.TaskSelf.RunningNs / 1_000_000, row.TaskSelf.BlockedNs / 1_000_000);
    }

    private CapturedThread<ThreadWork> ThreadOf(int key, ulong osThread) => new(new ThreadBuffer(key, thread: null, ignored: false, _pool, osThread: osThread), _pool, _stitcher.Thread(key, false));
}
