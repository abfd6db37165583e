using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Usage;

namespace AsyncProf.Agent.Tests.Capture;

public class UseMeterTests
{
    private const long PerEvent = uint.MaxValue;

    /// <summary>A segment that computes for longer than the 4.29 s that an event holds.</summary>
    [Theory]
    [InlineData(1, 0, 0, 1)]
    [InlineData(PerEvent, PerEvent, PerEvent, 1)]
    [InlineData(PerEvent + 1, PerEvent, 0, 2)]
    [InlineData(20_000_000_000, 20_000_000_000, 7, 5)]
    [InlineData(6_000_000_000, 5_000_000_000, 30_000_000_000, 7)]
    [InlineData(CpuShare.Longest, CpuShare.Longest, CpuShare.Longest, 20_117)]
    public void Write_OfMoreThanAnEventHolds_TellsAllOfIt(long cpu, long system, long preempted, int events)
    {
        var pool = new ChunkPool(64L * ChunkPool.BytesPerChunk);
        var buffer = new ThreadBuffer(1, Thread.CurrentThread, ignored: false, pool);

        UseMeter.Write(buffer, new CpuShare { Cpu = cpu, System = system, Preempted = preempted }, AsyncEvent.BeforeMark);

        List<AsyncEvent> told = Told(pool, buffer);
        Assert.Equal(events, told.Count);
        Assert.All(told, e => Assert.Equal((AsyncEventKind.Cpu, AsyncEvent.BeforeMark), (e.Kind, e.Detail)));
        Assert.All(told, e => Assert.InRange((uint)e.OtherId, 0u, (uint)e.TaskId));
        Assert.Equal((cpu, system, preempted), (told.Sum(e => (long)(uint)e.TaskId), told.Sum(e => (long)(uint)e.OtherId), told.Sum(e => (long)(uint)e.Extra)));
    }

    [Fact]
    public void Write_WithoutRoom_EndsAndIsCounted()
    {
        var buffer = new ThreadBuffer(1, Thread.CurrentThread, ignored: false, new ChunkPool(0));

        UseMeter.Write(buffer, new CpuShare { Cpu = CpuShare.Longest }, detail: 0);

        Assert.Equal(buffer.LostInAll(), buffer.Lost((int)AsyncEventKind.Cpu));
    }

    private static List<AsyncEvent> Told(ChunkPool pool, ThreadBuffer buffer)
    {
        var told = new List<AsyncEvent>();
        while (pool.Full.TryRead(out EventChunk? full))
            told.AddRange(full.Events.AsSpan(0, full.Count));
        told.AddRange(buffer.Current!.Events.AsSpan(0, buffer.Current.Count));
        return told;
    }
}
