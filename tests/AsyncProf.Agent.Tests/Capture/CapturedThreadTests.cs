using AsyncProf.Capture;
using AsyncProf.Events;

namespace AsyncProf.Agent.Tests.Capture;

public class CapturedThreadTests
{
    private readonly CapturedThread<int> _thread;

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

    private static AsyncEvent At(long time, AsyncEventKind kind = AsyncEventKind.DispatchResume) => AsyncEvent.Dispatch(time, kind);

    private List<long> Read()
    {
        List<long> times = [];
        while (_thread.TryPeek(out _))
            times.AddRange(_thread.Take(long.MaxValue).ToArray().Select(e => e.Timestamp));
        return times;
    }
}
