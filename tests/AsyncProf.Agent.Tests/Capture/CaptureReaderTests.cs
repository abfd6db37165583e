using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncProf.Capture;
using AsyncProf.Events;

namespace AsyncProf.Agent.Tests.Capture;

/// <summary>What a thread that lost its processor in the middle of writing is waited for.</summary>
[Collection(CaptureCollection.Name)]
public sealed class CaptureReaderTests : IDisposable
{
    private readonly CaptureReader<ThreadBuffer> _reader = new(CaptureHub.Instance, buffer => buffer);
    private readonly ThreadBuffer _buffer = CaptureHub.Instance.BufferOfThisThread()!;

    public void Dispose()
    {
        _reader.Collect();
        foreach (CapturedThread<ThreadBuffer> queue in _reader.Queues)
        {
            while (queue.TryPeek(out _))
                queue.Take(long.MaxValue);
        }

        _reader.Detach();
    }

    [Fact]
    public void Complete_WhileAnEventIsBeingWritten_IsBeforeIt()
    {
        long stamp = Reserve();

        _reader.Collect();
        Assert.Equal(stamp - 1, _reader.Complete);
        _buffer.Publish();
        _reader.Collect();
        Assert.Equal(long.MaxValue, _reader.Complete);
    }

    [Fact]
    public void Complete_OfAnEventThatIsNeverPublished_IsHeldForASecond()
    {
        ref AsyncEvent e = ref _buffer.Reserve(AsyncEventKind.WorkEnd);
        e.Timestamp -= Stopwatch.Frequency * 2;

        _reader.Collect();

        Assert.Equal(long.MaxValue, _reader.Complete);
    }

    [Fact]
    public void Complete_WhereAChunkIsUsedAgain_HeedsNotWhatIsLeftInIt()
    {
        var pool = new ChunkPool(2L * ChunkPool.BytesPerChunk);
        var buffer = new ThreadBuffer(1, Thread.CurrentThread, ignored: false, pool);
        for (int i = 0; i <= EventChunk.Capacity; i++)
            Write(buffer);
        Assert.True(pool.Full.TryRead(out EventChunk? chunk));

        chunk.Assign(buffer);
        Assert.Equal(0, chunk.Reserved);
        chunk.Events[0] = buffer.Current!.Events[0];
        chunk.Publish(1);
        Assert.Equal(0, chunk.Reserved);
    }

    [Fact]
    public void Collect_OfWhatIsUrgent_WaitsUntilItIsWritten()
    {
        long stamp = 0;
        using var reserved = new ManualResetEventSlim();
        var writer = new Thread(() =>
        {
            ThreadBuffer buffer = CaptureHub.Instance.BufferOfThisThread()!;
            stamp = buffer.Reserve(AsyncEventKind.WorkEnd).Timestamp;
            reserved.Set();
            Thread.Sleep(100);
            buffer.Publish();
        });
        writer.Start();
        reserved.Wait();

        _reader.Collect(Stopwatch.GetTimestamp(), isUrgent: true);

        Assert.Contains(_reader.Queues, queue => queue.TryPeek(out _) && queue.Take(long.MaxValue)[^1].Timestamp == stamp);
        writer.Join();
    }

    private static void Write(ThreadBuffer buffer)
    {
        Assert.False(Unsafe.IsNullRef(ref buffer.Reserve(AsyncEventKind.WorkEnd)));
        buffer.Publish();
    }

    private long Reserve() => _buffer.Reserve(AsyncEventKind.WorkEnd).Timestamp;
}
