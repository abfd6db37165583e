using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncProf.Capture;
using AsyncProf.Events;

namespace AsyncProf.Agent.Tests.Capture;

public class ThreadBufferTests
{
    [Fact]
    public void Reserve_UntilTheMemoryIsFull_DropsAndCountsByKindAndMarksTheGap()
    {
        var pool = new ChunkPool(4L * ChunkPool.BytesPerChunk);
        var buffer = new ThreadBuffer(1, Thread.CurrentThread, ignored: false, pool);

        int written = 0;
        for (int i = 0; i < 5 * EventChunk.Capacity; i++)
            written += TryWrite(buffer, AsyncEventKind.WorkBegin) ? 1 : 0;

        Assert.Equal(4 * EventChunk.Capacity, written);
        Assert.Equal(EventChunk.Capacity, buffer.Lost((int)AsyncEventKind.WorkBegin));
        Assert.Equal(EventChunk.Capacity, buffer.LostInAll());

        // The reader gives one chunk back: the next event is preceded by a gap.
        Assert.True(pool.Full.TryRead(out EventChunk? full));
        pool.Return(full);
        Assert.True(TryWrite(buffer, AsyncEventKind.WorkEnd));
        Assert.Equal(2, buffer.Current!.Count);
        Assert.Equal(AsyncEventKind.Gap, buffer.Current.Events[0].Kind);
        Assert.Equal(AsyncEventKind.WorkEnd, buffer.Current.Events[1].Kind);
    }

    [Fact]
    public void Reserve_OnceChunksAreMade_AllocatesNothing()
    {
        var pool = new ChunkPool(16L * ChunkPool.BytesPerChunk);
        var buffer = new ThreadBuffer(1, Thread.CurrentThread, ignored: false, pool);
        Fill();
        long before = GC.GetAllocatedBytesForCurrentThread();

        Fill();

        // The channel's own queue grows by segments now and then; a byte an event would be 8 KB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_096);

        void Fill()
        {
            for (int i = 0; i < 8 * EventChunk.Capacity; i++)
            {
                TryWrite(buffer, AsyncEventKind.WorkBegin);
                while (pool.Full.TryRead(out EventChunk? full))
                    pool.Return(full);
            }
        }
    }

    [Fact]
    public void MarkAlso_AfterAMark_BearsItsTime()
    {
        var buffer = new ThreadBuffer(1, Thread.CurrentThread, ignored: false, new ChunkPool(1 << 20));

        buffer.Mark(AsyncEventKind.EntryDetail, 1, 2);
        Thread.Sleep(2);
        buffer.MarkAlso(AsyncEventKind.EntryStop, 3, 4L << 40, 5);

        AsyncEvent[] events = buffer.Current!.Events[..buffer.Current.Count];
        Assert.Equal([AsyncEventKind.EntryDetail, AsyncEventKind.EntryStop], events.Select(e => e.Kind));
        Assert.Equal((events[0].Timestamp, (byte)3, 4L << 40, 5), (events[1].Timestamp, events[1].Detail, events[1].Payload, events[1].Extra));
    }

    [Fact]
    public void MarkAlso_WithNothingBeforeItInItsChunk_LooksAtTheClock()
    {
        var buffer = new ThreadBuffer(1, Thread.CurrentThread, ignored: false, new ChunkPool(4L * ChunkPool.BytesPerChunk));
        long start = Stopwatch.GetTimestamp();

        for (int i = 0; i <= EventChunk.Capacity; i++)
            buffer.MarkAlso(AsyncEventKind.EntryDetail, 1, i);

        Assert.Equal(EventChunk.Capacity, buffer.Current!.Events[0].Payload);
        Assert.InRange(buffer.Current.Events[0].Timestamp, start, Stopwatch.GetTimestamp());
        Assert.Equal(0, buffer.LostInAll());
    }

    [Fact]
    public void Enter_InsideACallback_IsRefused()
    {
        var buffer = new ThreadBuffer(1, Thread.CurrentThread, ignored: false, new ChunkPool(1 << 20));

        Assert.True(buffer.Enter());
        Assert.False(buffer.Enter());
        buffer.Leave();
        Assert.True(buffer.Enter());
    }

    private static bool TryWrite(ThreadBuffer buffer, AsyncEventKind kind)
    {
        ref AsyncEvent e = ref buffer.Reserve(kind);
        if (Unsafe.IsNullRef(ref e))
            return false;
        buffer.Publish();
        return true;
    }
}
