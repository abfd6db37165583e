using AsyncProf.Capture;
using AsyncProf.Events;

namespace AsyncProf.Agent.Tests.Capture;

public class CapturedThreadTests
{
    private readonly CapturedThread<int> _thread;
    private long _time;

    public CapturedThreadTests()
    {
        var pool = new ChunkPool(4L * ChunkPool.BytesPerChunk);
        _thread = new CapturedThread<int>(new ThreadBuffer(1, Thread.CurrentThread, ignored: false, pool), pool, state: 0);
    }

    [Fact]
    public void Add_ABufferThatWasWrittenBeforeAnother_IsReadBeforeIt()
    {
        _thread.Add([At(30), At(40)]);
        _thread.Add([At(10), At(20), At(30)]);
        _thread.Add([At(50)]);

        Assert.Equal([10, 20, 30, 30, 40, 50], Read());
    }

    [Fact]
    public void Add_AfterTheOtherHasBeenRead_IsReadNext()
    {
        _thread.Add([At(30)]);
        Assert.Equal([30], Read());
        _thread.Add([At(40)]);
        _thread.Add([At(10)]);

        Assert.Equal([10, 40], Read());
    }

    [Fact]
    public void Add_AtTheSameMoment_KeepsTheOrderInWhichTheyCame()
    {
        _thread.Add([At(10), At(10, AsyncEventKind.DispatchSuspend)]);
        _thread.Add([At(10, AsyncEventKind.DispatchComplete)]);

        Assert.True(_thread.TryPeek(out _));
        AsyncEventKind[] kinds = [.. _thread.Take(long.MaxValue).ToArray().Select(e => e.Kind)];
        Assert.Equal([AsyncEventKind.DispatchResume, AsyncEventKind.DispatchSuspend, AsyncEventKind.DispatchComplete], kinds);
    }

    [Fact]
    public void Add_AChunkThatAnEarlierReaderHadTakenOver_IsReadBeforeWhatCameSince()
    {
        var pool = new ChunkPool(8L * ChunkPool.BytesPerChunk);
        var buffer = new ThreadBuffer(1, Thread.CurrentThread, ignored: false, pool);
        var first = new CapturedThread<int>(buffer, pool, state: 0);
        Write(buffer, EventChunk.Capacity + 1);
        TakeOver(first, pool);
        Assert.True(first.TryPeek(out long key));
        first.Take(key);

        Write(buffer, 2 * EventChunk.Capacity); // while nobody reads
        first.Detach();
        var second = new CapturedThread<int>(buffer, pool, state: 0);
        TakeOver(second, pool);
        List<long> times = [];
        while (second.TryPeek(out _))
            times.AddRange(second.Take(long.MaxValue).ToArray().Select(e => e.Timestamp));

        Assert.Equal(3 * EventChunk.Capacity, times.Count + 1);
        Assert.Equal(times.Order(), times);
    }

    private void Write(ThreadBuffer buffer, int count)
    {
        for (int i = 0; i < count; i++)
        {
            buffer.Reserve(AsyncEventKind.WorkBegin).Timestamp = ++_time;
            buffer.Publish();
        }
    }

    private static void TakeOver(CapturedThread<int> thread, ChunkPool pool)
    {
        while (pool.Full.TryRead(out EventChunk? chunk))
        {
            chunk.Received = true;
            thread.Add(chunk);
        }
    }

    private static AsyncEvent At(long time, AsyncEventKind kind = AsyncEventKind.DispatchResume) => AsyncEvent.Dispatch(time, kind);

    private List<long> Read()
    {
        List<long> times = [];
        while (_thread.TryPeek(out _))
            times.AddRange(_thread.Take(long.MaxValue).ToArray().Select(e => e.Timestamp));
        return times;
    }
}
