using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching;

public class BatchFeedTests
{
    private readonly Playback _playback;
    private readonly BatchFeed _feed;

    public BatchFeedTests()
    {
        var names = new NameTable();
        _playback = new Playback(names);
        _feed = new BatchFeed(_playback.Stitcher, names);
    }

    [Fact]
    public void Flush_BatchesOfOneThreadInTheWrongOrder_TakesThemByTheirNumbers()
    {
        _feed.Add(Batch(1, 1, AsyncEvent.WorkBegin(10, 5, TaskWork.Execution), AsyncEvent.OperationEnd(12, 5, OperationStatus.Completed)));
        _feed.Add(Batch(1, 0, AsyncEvent.OperationBegin(2, 5, 77)));
        _feed.Flush(100);

        Assert.Equal(0, _feed.LostBatches);
        _playback.Finish().Operation("P").Calls(1).Wall(10);
    }

    [Fact]
    public void Flush_AHole_IsCountedAndInfersNothingAcrossIt()
    {
        _feed.Add(Batch(1, 0, AsyncEvent.OperationBegin(2, 5, 77), AsyncEvent.WorkBegin(4, 5, TaskWork.Execution)));
        _feed.Add(Batch(1, 3, AsyncEvent.WorkBegin(10, 5, TaskWork.Execution), AsyncEvent.OperationEnd(12, 5, OperationStatus.Completed)));
        _feed.Flush(100);

        Assert.Equal(2, _feed.LostBatches);
        Assert.Equal(1, _playback.Stitcher.Counts.Gaps);
    }

    [Fact]
    public void Add_ABatchWhosePlaceHasPassed_IsLate()
    {
        _feed.Add(Batch(1, 1, AsyncEvent.OperationBegin(2, 5, 77)));
        _feed.Flush(100);
        _feed.Add(Batch(1, 0, AsyncEvent.OperationBegin(1, 4, 77)));
        _feed.Add(Batch(1, 1, AsyncEvent.OperationBegin(2, 5, 77)));

        Assert.Equal((1, 2, 1), (_feed.LostBatches, _feed.LateBatches, _feed.Batches));
    }

    [Fact]
    public void Flush_UpToAMoment_LeavesTheRest()
    {
        _feed.Add(Batch(1, 0, AsyncEvent.OperationBegin(2, 5, 77), AsyncEvent.OperationBegin(20, 6, 77)));
        _feed.Flush(10);
        Assert.Equal(1, _playback.Stitcher.Counts.Begun);

        _feed.Flush(20);
        Assert.Equal(2, _playback.Stitcher.Counts.Begun);
    }

    [Fact]
    public void Advance_WithoutNewBatches_DoesNothing()
    {
        _feed.Add(Batch(1, 0, AsyncEvent.OperationBegin(2, 5, 77), AsyncEvent.OperationBegin(20, 6, 77)));
        _feed.Advance(10);
        _feed.Advance(30); // the next batch, or the end, takes the rest
        Assert.Equal(1, _playback.Stitcher.Counts.Begun);

        _feed.Add(Batch(1, 1, AsyncEvent.OperationBegin(25, 7, 77)));
        _feed.Advance(30);
        Assert.Equal(3, _playback.Stitcher.Counts.Begun);
    }

    [Fact]
    public void Add_MoreThanASenderHasWithoutAHeartbeat_DoesNotWait()
    {
        var events = new AsyncEvent[100_000];
        Array.Fill(events, AsyncEvent.OperationEnd(5, 9, OperationStatus.Completed));
        for (int i = 0; i < 41; i++)
            _feed.Add(Batch(1, i, events));

        Assert.True(_playback.Stitcher.Counts.Events >= 4_000_000);
    }

    [Fact]
    public void NameOf_AnIdBeyondAnySenders_IsNone()
    {
        _feed.Add(new EventBatch { Thread = 1, Names = [(int.MaxValue, "a"), (-1, "b"), (3, "c")] });

        Assert.Equal((NameTable.NoneId, NameTable.NoneId), (_feed.NameOf(int.MaxValue), _feed.NameOf(-1)));
        Assert.NotEqual(NameTable.NoneId, _feed.NameOf(3));
    }

    [Fact]
    public void Flush_OneMomentOnTwoThreads_AnnouncesBeforeItRuns()
    {
        // A coarse clock gives cause and effect one time: the 14 on one thread comes before the 17 on the other.
        _feed.Add(Batch(2, 0, AsyncEvent.WorkBegin(5, 9, TaskWork.Execution), AsyncEvent.OperationEnd(7, 9, OperationStatus.Completed)));
        _feed.Add(Batch(1, 0, AsyncEvent.OperationBegin(5, 9, 77)));
        _feed.Flush(100);

        Assert.Equal(0, _playback.Stitcher.Counts.BegunBefore);
    }

    [Fact]
    public void Add_WhatAThreadLost_IsTheNewestCount()
    {
        _feed.Add(new EventBatch { Thread = 1, Sequence = 0, Lost = [(AsyncEventKind.WorkBegin, 3)] });
        _feed.Add(new EventBatch { Thread = 1, Sequence = 1, Lost = [(AsyncEventKind.WorkBegin, 5), (AsyncEventKind.WorkEnd, long.MaxValue)] });
        _feed.Add(new EventBatch { Thread = 2, Sequence = 0, Lost = [(AsyncEventKind.WorkBegin, -1)] });

        Assert.Equal(long.MaxValue, _feed.LostEvents);
    }

    private static EventBatch Batch(int thread, int sequence, params AsyncEvent[] events) =>
        new() { Thread = thread, Sequence = sequence, Names = [(77, "Async: <P>d__0")], Events = events };
}
